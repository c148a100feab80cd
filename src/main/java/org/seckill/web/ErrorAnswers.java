package org.seckill.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns every exception into an answer: a page where a page was asked for, else the envelope. */
@ControllerAdvice
class ErrorAnswers {
    private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);

    /** In seconds. */
    private static final String RETRY_AFTER = "1";

    private record Refusal(int status, String reason, Map<String, String> headers) {
        static Refusal of(int status, String reason) {
            return new Refusal(status, reason, Map.of());
        }
    }

    @ExceptionHandler
    Object answer(
            Exception thrown,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable HandlerMethod handler) {
        if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            // The client has gone and hears no answer; nothing went wrong here.
            log.debug("nobody waits for the answer", thrown);
            return new ModelAndView();
        }
        Refusal refusal = refusal(thrown);
        refusal.headers.forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return asksForPage(request, handler)
                ? page(refusal)
                : ResponseEntity.status(refusal.status)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Envelope.refused(refusal.reason));
    }

    private static Refusal refusal(Exception thrown) {
        if (thrown instanceof RequestRefused refused) {
            return Refusal.of(refused.status(), String.valueOf(refused.getMessage()));
        }
        if (thrown instanceof ErrorResponse known) {
            HttpStatusCode status = known.getStatusCode();
            return new Refusal(status.value(), words(status), known.getHeaders().toSingleValueMap());
        }
        if (thrown instanceof TypeMismatchException || isUnreadableForm(thrown)) {
            return Refusal.of(400, words(HttpStatus.BAD_REQUEST));
        }
        if (thrown instanceof DataAccessException) {
            // MySQL is down and no copy is left: whoever asks is told so, and when to come back.
            log.error("the database cannot be asked", thrown);
            return new Refusal(503, "busy, try again", Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER));
        }
        log.error("unexpected", thrown);
        return Refusal.of(500, words(HttpStatus.INTERNAL_SERVER_ERROR));
    }

    // Tomcat's way to say that the form's bytes make no form; its type is not ours to name in another container.
    private static boolean isUnreadableForm(Exception thrown) {
        return thrown.getClass().getName().equals("org.apache.tomcat.util.http.InvalidParameterException");
    }

    private static boolean asksForPage(HttpServletRequest request, @Nullable HandlerMethod handler) {
        if (handler != null) {
            return !AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), RestController.class);
        }
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static ModelAndView page(Refusal refusal) {
        ModelAndView page = new ModelAndView("error");
        page.setStatus(HttpStatusCode.valueOf(refusal.status));
        page.addObject("status", refusal.status);
        return page;
    }

    private static String words(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "refused" : known.getReasonPhrase().toLowerCase(Locale.ROOT);
    }
}
