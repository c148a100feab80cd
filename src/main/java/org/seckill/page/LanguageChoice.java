package org.seckill.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Call;
import org.seckill.http.Cookies;
import org.seckill.web.ServletCall;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;

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
        return of(new ServletCall(request));
    }

    Locale of(Call call) {
        // An unknown value in the cookie is ignored.
        return Cookies.named(call, COOKIE).stream()
                .flatMap(cookie -> Language.of(cookie.value()).stream())
                .findFirst()
                .map(Language::locale)
                .orElseGet(() -> fromHeader(call));
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        throw new UnsupportedOperationException("LanguageController sets the language's cookie");
    }

    private Locale fromHeader(Call call) {
        List<String> accepted = call.headers(HttpHeaders.ACCEPT_LANGUAGE);
        return accepted.isEmpty() ? DEFAULT : byHeader.get(String.join(",", accepted), LanguageChoice::firstSupported);
    }

    /** Parts of equal weight keep their order, and malformed ones are ignored (RFC 9110, 12.5.4). */
    private static Locale firstSupported(String accepted) {
        return Stream.of(accepted.split(",", -1))
                .flatMap(part -> Range.of(part).stream())
                .sorted(Comparator.comparingDouble(Range::weight).reversed())
                .flatMap(range -> Language.of(range.language).stream())
                .findFirst()
                .map(Language::locale)
                .orElse(DEFAULT);
    }

    /**
     * A part of {@code Accept-Language}.
     *
     * @param language the first subtag in lower case
     * @param weight above 0 and at most 1
     */
    private record Range(String language, double weight) {
        private static final Pattern SYNTAX = Pattern.compile(
                "\\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*\\s*(?:;\\s*[qQ]\\s*=\\s*([01](?:\\.[0-9]{0,3})?)\\s*)?");

        static Optional<Range> of(String part) {
            Matcher matcher = SYNTAX.matcher(part);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            double weight = matcher.group(2) == null ? 1 : Double.parseDouble(matcher.group(2));
            return Optional.of(new Range(matcher.group(1).toLowerCase(Locale.ROOT), weight))
                    .filter(range -> weight > 0);
        }
    }
}
