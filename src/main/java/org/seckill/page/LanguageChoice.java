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
 * The language that the reader has chosen, or else the first spoken here of those that the browser asks for, or else
 * English.
 */
public final class LanguageChoice implements LocaleResolver {
    static final String COOKIE = "language";

    private static final Locale OTHERWISE = Language.EN.locale();

    /** By what browsers ask for, as it is written: a crowd's browsers write it in few ways. */
    private final Cache<String, Locale> asked =
            Caffeine.newBuilder().maximumSize(1_000).build();

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        Cookie chosen = WebUtils.getCookie(request, COOKIE);
        // Whatever else stands in the cookie was not written by us and chooses nothing.
        return chosen == null
                ? asked(request)
                : Language.of(chosen.getValue()).map(Language::locale).orElseGet(() -> asked(request));
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("a reader chooses by the switch, which sends a cookie");
    }

    private Locale asked(HttpServletRequest request) {
        Enumeration<String> accepted = request.getHeaders(HttpHeaders.ACCEPT_LANGUAGE);
        if (!accepted.hasMoreElements()) {
            return OTHERWISE;
        }
        String first = accepted.nextElement();
        // The container reads all of them: what it makes of several is nothing that the first one alone asks for.
        return accepted.hasMoreElements()
                ? firstSpoken(request)
                : Objects.requireNonNull(asked.get(first, any -> firstSpoken(request)));
    }

    /** The container passes over what is not written as RFC 9110 has it, and keeps the rest. */
    private static Locale firstSpoken(HttpServletRequest request) {
        return Collections.list(request.getLocales()).stream()
                .flatMap(locale -> Language.of(locale.getLanguage()).stream())
                .findFirst()
                .map(Language::locale)
                .orElse(OTHERWISE);
    }
}
