package org.seckill.page;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.seckill.http.RequestRefused;
import org.seckill.web.OwnCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sets the language's cookie and returns to the page. It is a plain form, which works without script. */
@Controller
class LanguageController {
    private static final Duration LIFETIME = Duration.ofDays(365);

    /** A path on this site. A path that begins with two slashes leads to another site. */
    private static final Pattern PATH = Pattern.compile("/(?:[^/\\\\].*)?");

    private static final class UnknownLanguage extends RequestRefused {
        private static final long serialVersionUID = 1;

        UnknownLanguage() {
            super(HttpStatus.BAD_REQUEST.value(), "language is en or zh");
        }
    }

    @PostMapping("/seckill/language")
    ResponseEntity<Void> choose(@RequestParam String language, HttpServletRequest request) {
        Language chosen = Language.of(language).orElseThrow(UnknownLanguage::new);
        ResponseCookie cookie = OwnCookie.of(LanguageChoice.COOKIE, chosen.code(), LIFETIME, request);
        String back = pathOf(request.getHeader(HttpHeaders.REFERER), request)
                .orElse(request.getContextPath() + "/seckill/list");
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .header(HttpHeaders.LOCATION, back)
                .build();
    }

    /** @return the path and query of the referring page; empty if it is on another site */
    private static Optional<String> pathOf(@Nullable String referer, HttpServletRequest request) {
        try {
            URI page = new URI(referer == null ? "" : referer);
            String host = request.getHeader(HttpHeaders.HOST);
            if (host == null || !host.equalsIgnoreCase(page.getRawAuthority())) {
                return Optional.empty();
            }
            String query = page.getRawQuery() == null ? "" : '?' + page.getRawQuery();
            return Optional.of(page.getRawPath())
                    .filter(path -> PATH.matcher(path).matches())
                    .map(path -> path + query);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
