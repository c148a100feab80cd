package org.seckill.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Envelope;
import org.seckill.http.ErrorReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Answers each exception of a controller: with the error page if the client asked for a page, else with the envelope.
 */
@ControllerAdvice
class ErrorController {
    private static final Logger log = LoggerFactory.getLogger(ErrorController.class);

    @ExceptionHandler
    Object answer(
            Exception thrown,
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable HandlerMethod handler) {
        if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            // Not a fault of the server.
            log.debug("the client has disconnected", thrown);
            return new ModelAndView();
        }
        ErrorReply refusal = ErrorReplies.of(thrown);
        refusal.headers().forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return asksForPage(request, handler)
                ? page(refusal)
                : ResponseEntity.status(refusal.status())
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(Envelope.refused(refusal.reason()));
    }

    private static boolean asksForPage(HttpServletRequest request, @Nullable HandlerMethod handler) {
        if (handler != null && handler.getBeanType() != EndpointMethods.class) {
            return !AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), RestController.class);
        }
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null && accepted.contains(MediaType.TEXT_HTML_VALUE);
    }

    private static ModelAndView page(ErrorReply refusal) {
        ModelAndView page = new ModelAndView("error");
        page.setStatus(HttpStatusCode.valueOf(refusal.status()));
        page.addObject("status", refusal.status());
        return page;
    }
}
