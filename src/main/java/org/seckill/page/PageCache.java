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
import org.seckill.http.Reply;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * Caches pages that are the same for all buyers, as bytes. Each version is rendered once per language. Browsers may
 * cache a page, but must revalidate it before each use. Thread-safe.
 */
@Component
final class PageCache {
    private static final byte[] NO_BODY = {};

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
     * A page.
     *
     * @param key identifies the page among those of the same view
     * @param version a value that covers everything on the page: pages of equal versions are equal
     * @param model for rendering
     */
    record Page(String view, Object key, Object version, Map<String, ?> model) {}

    /** Returns a page, or null if this version is not cached in the request's language. */
    @Nullable
    Reply find(Page page, HttpServletRequest request) {
        PageBytes known = find(page, languages.resolveLocale(request));
        return known == null ? null : reply(known, request);
    }

    /** Returns a page, rendered if this version is not cached. */
    Reply show(Page page, HttpServletRequest request, HttpServletResponse response) {
        Locale language = languages.resolveLocale(request);
        PageBytes known = find(page, language);
        if (known != null) {
            return reply(known, request);
        }
        // One thread renders a version. Other requests for the page wait for it.
        PageBytes rendered = cached.asMap().compute(new PageKey(page.view, page.key, language), (key, old) -> {
            boolean isNew = old == null || !old.version().equals(page.version);
            return isNew ? PageBytes.of(page.version, language, render(page, language, request, response)) : old;
        });
        return reply(Objects.requireNonNull(rendered), request);
    }

    private @Nullable PageBytes find(Page page, Locale language) {
        PageBytes known = cached.getIfPresent(new PageKey(page.view, page.key, language));
        return known == null || !known.version().equals(page.version) ? null : known;
    }

    private static Reply reply(PageBytes page, HttpServletRequest request) {
        boolean zipped = Gzip.isAcceptedBy(request);
        return isKnown(page.tag(zipped), request)
                ? new Reply(304, page.headers(zipped), NO_BODY)
                : new Reply(200, page.headers(zipped), page.body(zipped));
    }

    /** Whether the client has this version (RFC 9110, 13.1.2). */
    private static boolean isKnown(String tag, HttpServletRequest request) {
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known == null) {
            return false;
        }
        ETag current = ETag.create(tag);
        return ETag.parse(known).stream().anyMatch(each -> each.isWildcard() || each.compare(current, false));
    }

    private byte[] render(Page page, Locale language, HttpServletRequest request, HttpServletResponse response) {
        try {
            View view = Objects.requireNonNull(views.resolveViewName(page.view, language), page.view);
            ContentCachingResponseWrapper written = new ContentCachingResponseWrapper(response);
            view.render(page.model, request, written);
            written.flushBuffer();
            return written.getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("could not render " + page.view, e);
        }
    }
}
