package org.seckill.server;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests that never reach the application, such as malformed addresses and oversized headers, with the JSON
 * envelope. The text is the reason phrase of RFC 9110, never a stack trace.
 */
final class EnvelopeErrorReport extends ErrorReportValve {
    private static final Logger log = LoggerFactory.getLogger(EnvelopeErrorReport.class);
    private static final StringManager PHRASES =
            StringManager.getManager(ErrorReportValve.class.getPackageName(), Locale.ENGLISH);

    /** Security headers of a response that is not a page. The application sets more of them for its pages. */
    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY");

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = asClientError(response.getStatus());
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported() || !isOpen(response)) {
            return;
        }
        try {
            response.setStatus(status);
            HEADERS.forEach((name, value) -> addMissing(response, name, value));
            response.setContentType("application/json;charset=UTF-8");
            response.getReporter().write(envelope(status));
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // The client has disconnected, or its response is already being sent.
            log.debug("error answer not sent status={}", status, e);
        }
    }

    // Tomcat answers 501 or 505 to an unknown method, transfer coding or HTTP version. These are faults of the client:
    // as 5xx they would raise operators' alarms.
    private static int asClientError(int status) {
        return status == HttpServletResponse.SC_NOT_IMPLEMENTED
                        || status == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED
                ? HttpServletResponse.SC_BAD_REQUEST
                : status;
    }

    private static void addMissing(Response response, String name, String value) {
        if (!response.containsHeader(name)) {
            response.setHeader(name, value);
        }
    }

    private static boolean isOpen(Response response) {
        AtomicBoolean open = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
        return open.get();
    }

    private static String envelope(int status) {
        String phrase = PHRASES.getString("http." + status + ".reason");
        return "{\"success\":false,\"data\":null,\"error\":\"" + (phrase == null ? "Error " + status : phrase) + "\"}";
    }
}
