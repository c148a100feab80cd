package org.seckill.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.util.WebUtils;

/** The language that the reader has chosen, or else the one that the browser asks for, or else English. */
public final class LanguageChoice extends AcceptHeaderLocaleResolver {
    static final String COOKIE = "language";

    public LanguageChoice() {
        setSupportedLocales(
                Arrays.stream(Language.values()).map(Language::locale).toList());
        setDefaultLocale(Language.EN.locale());
    }

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        // Whatever else stands in the cookie was not written by us and chooses nothing.
        return Optional.ofNullable(WebUtils.getCookie(request, COOKIE))
                .map(Cookie::getValue)
                .flatMap(Language::of)
                .map(Language::locale)
                .orElseGet(() -> super.resolveLocale(request));
    }
}
