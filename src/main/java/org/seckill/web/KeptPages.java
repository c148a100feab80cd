package org.seckill.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/**
 * Pages that are the same for everybody, rendered once per version and language and kept as the bytes that
 * go out. A page may be kept by anybody who asks before each use whether it is still the same. Safe for use
 * by any number of threads.
 */
@Component
public final class KeptPages {
    private static final long CAPACITY_BYTES = 64L * 1024 * 1024;

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final ThymeleafViewResolver views;
    private final Cache<Place, PageBytes> kept = Caffeine.newBuilder()
            .maximumWeight(CAPACITY_BYTES)
            .weigher((Place place, PageBytes page) -> page.size())
            .build();

    /** Where a page stands; one version of it is kept. */
    private record Place(String view, Object key, Locale language) {}

    KeptPages(ThymeleafViewResolver views) {
        this.views = views;
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
        Locale language = RequestContextUtils.getLocale(request);
        Place place = new Place(view, key, language);
        PageBytes page = kept.getIfPresent(place);
        if (page == null || !page.version().equals(version)) {
            // One thread renders a version; who came for the same page waits that moment for it.
            page = Objects.requireNonNull(kept.asMap().compute(place, (same, old) -> {
                boolean isNew = old == null || !old.version().equals(version);
                return isNew ? PageBytes.of(version, render(place, model, request, response)) : old;
            }));
        }
        return answer(page, language, Gzip.isAcceptedBy(request));
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

    private static ResponseEntity<byte[]> answer(PageBytes page, Locale language, boolean zipped) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .eTag(page.tag(zipped))
                .header(HttpHeaders.CONTENT_LANGUAGE, language.toLanguageTag())
                .varyBy(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.COOKIE);
        if (zipped) {
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.body(page.body(zipped));
    }
}
