package org.seckill.http;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a transport of this server needs of the application. The application sets it as an attribute of its servlet context,
 * under the name {@link #NAME}.
 *
 * @param timer starts the time of a request; its result ends it
 * @param statistics receives the transport's counters when the transport starts
 */
public record Application(FastPath fastPath, RequestTimer timer, Consumer<TransportStatistics> statistics) {
    public static final String NAME = Application.class.getName();

    /** An application that serves nothing here, and measures nothing. */
    public static final Application NONE = new Application(
            new FastPath(List.of(), thrown -> ErrorReply.of(500, "internal server error")),
            path -> status -> {},
            statistics -> {});

    /** Measures requests. Thread-safe. */
    @FunctionalInterface
    public interface RequestTimer {
        /** Instead of a status: the client has left, or another server answers. */
        int NOT_ANSWERED = 0;

        /**
         * Starts the time of a request.
         *
         * @return accepts the status of the complete answer, or {@link #NOT_ANSWERED}; call it once
         */
        IntConsumer start(String path);
    }
}
