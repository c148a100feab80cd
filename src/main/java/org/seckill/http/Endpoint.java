package org.seckill.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A frequently requested address and the function that serves it, without Spring MVC.
 *
 * @param address the path below the context path, with a star for each variable part, such as
 *     {@code /seckill/*}{@code /exposer}; two stars at its end stand for one or more parts
 * @param methods the HTTP methods that the handler serves; GET includes HEAD. Spring MVC gets requests with other methods
 * @param hasController whether a controller serves the same address when the handler does not
 */
public record Endpoint(String address, Set<String> methods, boolean hasController, Handler handler) {
    /** Serves requests of one address. Thread-safe. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Serves a request. Exceptions, also those of the future, are answered like those of a controller.
         *
         * @param variables the parts of the path at the stars of the address
         * @return null if the controller at the same address must serve the request
         */
        @Nullable
        CompletableFuture<Reply> serve(Call call, List<String> variables);
    }

    /** An address that only the handler serves. */
    public static Endpoint of(String address, Set<String> methods, Handler handler) {
        return new Endpoint(address, methods, false, handler);
    }

    /** A page: a controller serves the requests for which the handler returns null. */
    public static Endpoint page(String address, Handler handler) {
        return new Endpoint(address, Set.of("GET"), true, handler);
    }
}
