package org.seckill.standalone;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.server.StartupFailure;

/**
 * The engines of a one-command run, started in parallel. An engine whose URL is in the environment is not started. May be
 * closed while they start.
 */
final class Engines implements AutoCloseable {
    private static final Duration STARTERS_END = Duration.ofSeconds(30);

    // New threads inherit Maven's class loader. Those of the common pool do not, and would find no binaries.
    private final ExecutorService starters = Executors.newFixedThreadPool(2);
    private final CompletableFuture<Optional<EmbeddedMariaDb>> database;
    private final CompletableFuture<Optional<EmbeddedRedis>> redis;

    private Engines(Map<String, String> environment, DataFolder data) {
        database = begin(environment.get("SECKILL_DB_URL"), () -> EmbeddedMariaDb.start(data.path(), data.binaries()));
        redis = begin(environment.get("SECKILL_REDIS_URL"), () -> EmbeddedRedis.start(data.path(), data.binaries()));
    }

    /** Starts the engines in the background. */
    static Engines start(Map<String, String> environment, DataFolder data) {
        return new Engines(environment, data);
    }

    /** Waits until the database is ready; empty if the environment names one. */
    Optional<EmbeddedMariaDb> database() {
        return result(database);
    }

    /** Waits until Redis is ready; empty if the environment names one. */
    Optional<EmbeddedRedis> redis() {
        return result(redis);
    }

    /** Stops Redis first, then the database. */
    @Override
    public void close() {
        try {
            starters.shutdownNow();
            starters.awaitTermination(STARTERS_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            ifStarted(redis).ifPresent(EmbeddedRedis::close);
        } finally {
            ifStarted(database).ifPresent(EmbeddedMariaDb::close);
        }
    }

    private <E> CompletableFuture<Optional<E>> begin(@Nullable String external, Supplier<E> start) {
        if (external != null && !external.isBlank()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> Optional.of(start.get()), starters);
    }

    /** Empty also for an engine that failed to become ready: its start has already stopped it. */
    private static <E> Optional<E> ifStarted(CompletableFuture<Optional<E>> engine) {
        return engine.isDone() && !engine.isCompletedExceptionally() ? engine.join() : Optional.empty();
    }

    private static <E> E result(CompletableFuture<E> engine) {
        try {
            return engine.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartupFailure fault) {
                throw fault;
            }
            throw e;
        }
    }
}
