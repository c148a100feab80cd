package org.seckill.web;

import java.util.Locale;
import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;

/** Maps exceptions to error answers. */
public final class ErrorReplies {
    private static final Logger log = LoggerFactory.getLogger(ErrorController.class);

    private ErrorReplies() {}

    /** Returns the answer to an exception. Logs it if it is a fault of the server or of the database. */
    public static ErrorReply of(Exception thrown) {
        if (thrown instanceof RequestRefused refused) {
            return refused.refusal();
        }
        if (thrown instanceof ErrorResponse known) {
            HttpStatusCode status = known.getStatusCode();
            return new ErrorReply(
                    status.value(), words(status), known.getHeaders().toSingleValueMap());
        }
        if (thrown instanceof TypeMismatchException || isUnreadableForm(thrown)) {
            return ErrorReply.of(400, words(HttpStatus.BAD_REQUEST));
        }
        if (thrown instanceof DataAccessException) {
            // MySQL is down and no cache has the answer: 503 with Retry-After.
            log.error("a call of the database failed", thrown);
            return ErrorReply.BUSY;
        }
        log.error("unexpected", thrown);
        return ErrorReply.of(500, words(HttpStatus.INTERNAL_SERVER_ERROR));
    }

    // Tomcat throws it for a malformed form. Compared by name, because other containers do not have the class.
    private static boolean isUnreadableForm(Exception thrown) {
        return thrown.getClass().getName().equals("org.apache.tomcat.util.http.InvalidParameterException");
    }

    private static String words(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        return known == null ? "refused" : known.getReasonPhrase().toLowerCase(Locale.ROOT);
    }
}
