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
 * Pages that are the same for everybody, rendered once per version and language and kept as the bytes that
 * go out. A page may be kept by anybody who asks before each use whether it is still the same. Safe for use
 * by any number of threads.
 */
@Component
final class PageCache {
    private static final long CAPACITY_BYTES = 64L * 1024 * 1024;

    private final ThymeleafViewResolver views;
    private final LanguageChoice languages;
    private final Cache<Place, PageBytes> kept = Caffeine.newBuilder()
            .maximumWeight(CAPACITY_BYTES)
            .weigher((Place place, PageBytes page) -> page.size())
            .build();

    /** Where a page stands; one version of it is kept. */
    private record Place(String view, Object key, Locale language) {}

    PageCache(ThymeleafViewResolver views, LanguageChoice languages) {
        this.views = views;
        this.languages = languages;
    }

    /**
     * @param key tells apart the pages of one view
     * @param version everything that the page shows, so that two equal versions look the same
     * @param model what the view is given when it has to be rendered
     */
    public ResponseEntity<byte[]> show(
            String view,
            Object key,
            Object version,
            Map<String, ?> model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Locale language = languages.resolveLocale(request);
        Place place = new Place(view, key, language);
        PageBytes known = find(place, version);
        // One thread renders a version; who came for the same page waits that moment for it.
        PageBytes page = known != null
                ? known
                : Objects.requireNonNull(kept.asMap().compute(place, (same, old) -> {
                    boolean isNew = old == null || !old.version().equals(version);
                    return isNew ? PageBytes.of(version, language, render(place, model, request, response)) : old;
                }));
        boolean zipped = Gzip.isAcceptedBy(request);
        return ResponseEntity.ok()
                .headers(headers -> page.headers(zipped).forEach(headers::set))
                .body(page.body(zipped));
    }

    private @Nullable PageBytes find(Place place, Object version) {
        PageBytes page = kept.getIfPresent(place);
        return page == null || !page.version().equals(version) ? null : page;
    }

    private byte[] render(Place place, Map<String, ?> model, HttpServletRequest request, HttpServletResponse response) {
        try {
            View view = Objects.requireNonNull(views.resolveViewName(place.view, place.language), place.view);
            ContentCachingResponseWrapper page = new ContentCachingResponseWrapper(response);
            view.render(model, request, page);
            page.flushBuffer();
            return page.getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not render " + place, e);
        }
    }

    /**
     * Writes the page without the framework.
     *
     * @return false when this version is not rendered yet, which only the framework can do
     */
    public boolean showKept(
            String view, Object key, Object version, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Locale language = languages.resolveLocale(request);
        PageBytes page = find(new Place(view, key, language), version);
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
