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

/** Answers with an outcome when it is known. Until then no thread waits with it. */
final class AsyncResponse {
    private static final Logger log = LoggerFactory.getLogger(AsyncResponse.class);

    /** Must not wait for the reader. */
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
        // Where the container will not wait without a thread, this one waits.
        if (outcome.isDone() || !request.isAsyncSupported()) {
            writer.write(response, known(outcome));
            return;
        }
        AsyncContext async = request.startAsync();
        // Whoever finds the outcome has a deadline.
        async.setTimeout(0);
        // Nothing escapes from `finish`.
        CompletableFuture<Void> unused = outcome.handle((decided, failed) -> {
            finish(async, sale, decided, failed, writer);
            return null;
        });
    }

    private static Outcome known(CompletableFuture<Outcome> outcome) {
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
                // Not an empty answer that says 200; `result` tells what became of the order.
                FastPathFilter.refuse(response, e);
            } finally {
                async.complete();
            }
        } catch (IOException | RuntimeException e) {
            // The buyer has gone, or the container has given the request up; `result` tells what became of it.
            String told = outcome == null ? "none" : outcome.getClass().getSimpleName();
            log.warn("the answer was not heard sale={} outcome={}", sale, told, e);
        }
    }

    private static RuntimeException cause(@Nullable Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
