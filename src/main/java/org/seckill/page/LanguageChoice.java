package org.seckill.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * Resolves the language of a request: the one in the cookie, otherwise the first supported one in
 * {@code Accept-Language}, otherwise English. Thread-safe.
 */
public final class LanguageChoice implements LocaleResolver {
    static final String COOKIE = "language";

    private static final Locale DEFAULT = Language.EN.locale();

    /** By the value of {@code Accept-Language}, of which browsers send few. */
    private final Cache<String, Locale> byHeader =
            Caffeine.newBuilder().maximumSize(1_000).build();

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Cookie chosen = WebUtils.getCookie(request, COOKIE);
        // An unknown value in the cookie is ignored.
        return chosen == null
                ? fromHeader(request)
                : Language.of(chosen.getValue()).map(Language::locale).orElseGet(() -> fromHeader(request));
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("LanguageController sets the language's cookie");
    }

    private Locale fromHeader(HttpServletRequest request) {
        Enumeration<String> accepted = request.getHeaders(HttpHeaders.ACCEPT_LANGUAGE);
        if (!accepted.hasMoreElements()) {
            return DEFAULT;
        }
        String first = accepted.nextElement();
        // The container combines several headers, so the first one alone is no key for the result.
        return accepted.hasMoreElements()
                ? firstSupported(request)
                : Objects.requireNonNull(byHeader.get(first, any -> firstSupported(request)));
    }

    /** The container ignores the parts of the header that are malformed (RFC 9110). */
    private static Locale firstSupported(HttpServletRequest request) {
        return Collections.list(request.getLocales()).stream()
                .flatMap(locale -> Language.of(locale.getLanguage()).stream())
                .findFirst()
                .map(Language::locale)
                .orElse(DEFAULT);
    }
}
