package org.seckill.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves the {@link Endpoint}s without Spring MVC, which costs more than their own work; docs/performance.md has the
 * measurements. Transports call it. Thread-safe.
 */
public final class FastPath {
    private final List<Route> routes;
    private final Function<Exception, ErrorReply> errors;

    /** @param errors maps an exception of an endpoint to its answer */
    public FastPath(List<Endpoints> features, Function<Exception, ErrorReply> errors) {
        this.routes = features.stream()
                .flatMap(feature -> feature.endpoints().stream())
                .map(Route::of)
                .toList();
        this.errors = errors;
    }

    /** Returns the endpoint that serves the call's address and method, or null: then Spring MVC must serve the call. */
    public @Nullable Match find(Call call) {
        List<String> parts = parts(call.path());
        for (Route route : routes) {
            if (route.matches(parts) && route.endpoint.methods().contains(method(call))) {
                return new Match(route, call, parts);
            }
        }
        return null;
    }

    /** A call and its endpoint. */
    public final class Match {
        private final Route route;
        private final Call call;
        private final List<String> parts;

        private Match(Route route, Call call, List<String> parts) {
            this.route = route;
            this.call = call;
            this.parts = parts;
        }

        /**
         * Serves the call.
         *
         * @return never completed with an exception; null if Spring MVC must serve the call
         * @throws NonBlockingThread.WouldBlock in a thread that must not block; nothing was changed
         */
        public @Nullable CompletableFuture<Reply> serve() {
            CompletableFuture<Reply> reply;
            try {
                reply = route.endpoint.handler().serve(call, route.variables(parts));
            } catch (NonBlockingThread.WouldBlock e) {
                throw e;
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(refusal(e));
            }
            return reply == null || isAnswered(reply) ? reply : reply.exceptionally(FastPath.this::refusal);
        }
    }

    private static boolean isAnswered(CompletableFuture<Reply> reply) {
        return reply.isDone() && !reply.isCompletedExceptionally();
    }

    private Reply refusal(Throwable failed) {
        Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
        Exception thrown = cause instanceof Exception exception ? exception : new IllegalStateException(cause);
        return errors.apply(thrown).reply();
    }

    /** @return the parts between the slashes; empty for a path that begins with none */
    private static List<String> parts(String path) {
        return path.startsWith("/") ? List.of(path.substring(1).split("/", -1)) : List.of();
    }

    // For HEAD the transport leaves out the body.
    private static String method(Call call) {
        return call.method().equals("HEAD") ? "GET" : call.method();
    }

    /** @param isPrefix whether further parts may follow */
    private record Route(List<String> address, boolean isPrefix, Endpoint endpoint) {
        static Route of(Endpoint endpoint) {
            boolean isPrefix = endpoint.address().endsWith("/**");
            String address = endpoint.address().substring(1).replaceFirst("/\\*\\*$", "");
            return new Route(List.of(address.split("/")), isPrefix, endpoint);
        }

        boolean matches(List<String> parts) {
            if (isPrefix ? parts.size() <= address.size() : parts.size() != address.size()) {
                return false;
            }
            // From the end: addresses differ in their last part.
            for (int i = address.size() - 1; i >= 0; i--) {
                if (!isVariable(i) && !address.get(i).equals(parts.get(i))) {
                    return false;
                }
            }
            return true;
        }

        List<String> variables(List<String> parts) {
            List<String> variables = new ArrayList<>(2);
            for (int i = 0; i < parts.size(); i++) {
                if (isVariable(i)) {
                    variables.add(parts.get(i));
                }
            }
            return variables;
        }

        private boolean isVariable(int part) {
            return part >= address.size() || address.get(part).equals("*");
        }
    }
}
