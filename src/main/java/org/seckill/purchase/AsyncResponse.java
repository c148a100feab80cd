package org.seckill.purchase;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Outcome;
import org.seckill.web.FastPathFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the answer when the outcome is known. Until then the request holds no thread, if the container allows it. */
final class AsyncResponse {
    private static final Logger log = LoggerFactory.getLogger(AsyncResponse.class);

    /** Writes an outcome. It must not block on the client's connection: a thread of the desk calls it. */
    interface Writer {
        void write(HttpServletResponse response, Outcome outcome) throws IOException;
    }

    private AsyncResponse() {}

    static void write(
            HttpServletRequest request,
            HttpServletResponse response,
            long sale,
            CompletableFuture<Outcome> outcome,
            Writer writer)
            throws IOException {
        // Without support for asynchronous requests, this thread waits.
        if (outcome.isDone() || !request.isAsyncSupported()) {
            writer.write(response, join(outcome));
            return;
        }
        AsyncContext async = request.startAsync();
        // No timeout here: the desk and the look-up have deadlines of their own.
        async.setTimeout(0);
        // `finish` throws nothing.
        CompletableFuture<Void> unused = outcome.handle((decided, failed) -> {
            finish(async, sale, decided, failed, writer);
            return null;
        });
    }

    private static Outcome join(CompletableFuture<Outcome> outcome) {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw cause(e);
        }
    }

    private static void finish(
            AsyncContext async, long sale, @Nullable Outcome outcome, @Nullable Throwable failed, Writer writer) {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        try {
            try {
                if (outcome == null) {
                    throw cause(failed);
                }
                writer.write(response, outcome);
            } catch (RuntimeException e) {
                // Without this the client gets an empty answer with status 200. `result` has the order's outcome.
                FastPathFilter.refuse(response, e);
            } finally {
                async.complete();
            }
        } catch (IOException | RuntimeException e) {
            // The client has disconnected, or the container has ended the request. `result` has the order's outcome.
            String kind = outcome == null ? "none" : outcome.getClass().getSimpleName();
            log.warn("could not send the answer sale={} outcome={}", sale, kind, e);
        }
    }

    private static RuntimeException cause(@Nullable Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
