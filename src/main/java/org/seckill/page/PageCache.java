package org.seckill.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Gzip;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.View;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * Caches pages that are the same for all buyers, as bytes. Each version is rendered once per language. Browsers may
 * cache a page, but must revalidate it before each use. Thread-safe.
 */
@Component
final class PageCache {
    private static final long CAPACITY_BYTES = 64L * 1024 * 1024;

    private final ThymeleafViewResolver views;
    private final LanguageChoice languages;
    private final Cache<PageKey, PageBytes> cached = Caffeine.newBuilder()
            .maximumWeight(CAPACITY_BYTES)
            .weigher((PageKey pageKey, PageBytes page) -> page.size())
            .build();

    /** The cache key. The cache keeps one version for each key. */
    private record PageKey(String view, Object key, Locale language) {}

    PageCache(ThymeleafViewResolver views, LanguageChoice languages) {
        this.views = views;
        this.languages = languages;
    }

    /**
     * Returns a page, rendered if this version is not cached.
     *
     * @param key identifies the page among those of the same view
     * @param version a value that covers everything on the page: pages of equal versions are equal
     * @param model for rendering
     */
    public ResponseEntity<byte[]> show(
            String view,
            Object key,
            Object version,
            Map<String, ?> model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Locale language = languages.resolveLocale(request);
        PageKey pageKey = new PageKey(view, key, language);
        PageBytes known = find(pageKey, version);
        // One thread renders a version. Other requests for the page wait for it.
        PageBytes page = known != null
                ? known
                : Objects.requireNonNull(cached.asMap().compute(pageKey, (same, old) -> {
                    boolean isNew = old == null || !old.version().equals(version);
                    return isNew ? PageBytes.of(version, language, render(pageKey, model, request, response)) : old;
                }));
        boolean zipped = Gzip.isAcceptedBy(request);
        return ResponseEntity.ok()
                .headers(headers -> page.headers(zipped).forEach(headers::set))
                .body(page.body(zipped));
    }

    private @Nullable PageBytes find(PageKey pageKey, Object version) {
        PageBytes page = cached.getIfPresent(pageKey);
        return page == null || !page.version().equals(version) ? null : page;
    }

    private byte[] render(
            PageKey pageKey, Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        try {
            View view = Objects.requireNonNull(views.resolveViewName(pageKey.view, pageKey.language), pageKey.view);
            ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
            view.render(model, request, page);
            page.flushBuffer();
            return page.getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not render " + pageKey, e);
        }
    }

    /**
     * Writes a cached page without Spring MVC.
     *
     * @return false if this version is not cached; only {@link #show} can render it
     */
    public boolean showCached(
            String view, Object key, Object version, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Locale language = languages.resolveLocale(request);
        PageBytes page = find(new PageKey(view, key, language), version);
        if (page == null) {
            return false;
        }
        boolean zipped = Gzip.isAcceptedBy(request);
        page.headers(zipped).forEach(response::setHeader);
        boolean isKnown = request.getHeader(HttpHeaders.IF_NONE_MATCH) != null
                && new ServletWebRequest(request, response).checkNotModified(page.tag(zipped));
        if (!isKnown) {
            byte[] body = page.body(zipped);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
        return true;
    }
}
