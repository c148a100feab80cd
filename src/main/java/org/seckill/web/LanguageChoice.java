package org.seckill.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language that the reader has chosen, or else the one that the browser asks for (the best match by RFC 4647, 3.4), or
 * else English.
 */
public final class LanguageChoice implements LocaleResolver {
    static final String COOKIE = "language";

    private static final Locale OTHERWISE = Language.EN.locale();

    private static final List<Locale> SPOKEN =
            Arrays.stream(Language.values()).map(Language::locale).toList();

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
        String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        return accepted == null ? OTHERWISE : Objects.requireNonNull(asked.get(accepted, LanguageChoice::bestFor));
    }

    private static Locale bestFor(String accepted) {
        try {
            return Objects.requireNonNullElse(Locale.lookup(LanguageRange.parse(accepted), SPOKEN), OTHERWISE);
        } catch (IllegalArgumentException e) {
            // Not as RFC 9110 writes it.
            return OTHERWISE;
        }
    }
}
