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
import org.seckill.http.Call;
import org.seckill.http.EntityTag;
import org.seckill.http.Gzip;
import org.seckill.http.Reply;
import org.seckill.web.ServletCall;
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

    /** Returns a page, or null if this version is not cached in the call's language. */
    @Nullable
    Reply find(Page page, Call call) {
        PageBytes known = find(page, languages.of(call));
        return known == null ? null : reply(known, call);
    }

    /** Returns a page, rendered if this version is not cached. */
    Reply show(Page page, HttpServletRequest request, HttpServletResponse response) {
        Call call = new ServletCall(request);
        Locale language = languages.of(call);
        PageBytes known = find(page, language);
        if (known != null) {
            return reply(known, call);
        }
        // One thread renders a version. Other requests for the page wait for it.
        PageBytes rendered = cached.asMap().compute(new PageKey(page.view, page.key, language), (key, old) -> {
            boolean isNew = old == null || !old.version().equals(page.version);
            return isNew ? PageBytes.of(page.version, language, render(page, language, request, response)) : old;
        });
        return reply(Objects.requireNonNull(rendered), call);
    }

    private @Nullable PageBytes find(Page page, Locale language) {
        PageBytes known = cached.getIfPresent(new PageKey(page.view, page.key, language));
        return known == null || !known.version().equals(page.version) ? null : known;
    }

    private static Reply reply(PageBytes page, Call call) {
        boolean zipped = Gzip.isAcceptedBy(call);
        Reply reply = page.reply(zipped);
        return EntityTag.isKnown(page.tag(zipped), call) ? reply.notModified() : reply;
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
