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
 * The engines of a one-command run, started at the same time. One that the environment names is used as it is, and none
 * is started for it. May be closed while they are starting.
 */
final class Engines implements AutoCloseable {
    private static final Duration STARTERS_END = Duration.ofSeconds(30);

    // Threads made here have Maven's class loader; those of the common pool do not, and find no binaries.
    private final ExecutorService starters = Executors.newFixedThreadPool(2);
    private final CompletableFuture<Optional<EmbeddedMariaDb>> database;
    private final CompletableFuture<Optional<EmbeddedRedis>> redis;

    private Engines(Map<String, String> environment, DataFolder data) {
        database = begin(environment.get("SECKILL_DB_URL"), () -> EmbeddedMariaDb.start(data.path(), data.binaries()));
        redis = begin(environment.get("SECKILL_REDIS_URL"), () -> EmbeddedRedis.start(data.path(), data.binaries()));
    }

    /** Returns at once. */
    static Engines start(Map<String, String> environment, DataFolder data) {
        return new Engines(environment, data);
    }

    /** Waits for the database to be ready; empty when another is used. */
    Optional<EmbeddedMariaDb> database() {
        return result(database);
    }

    /** Waits for Redis to be ready; empty when another is used. */
    Optional<EmbeddedRedis> redis() {
        return result(redis);
    }

    /** Redis first: the database outlives all who write to it. */
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

    /** One that never became ready has been stopped by its starter. */
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
