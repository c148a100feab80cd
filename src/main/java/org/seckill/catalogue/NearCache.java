package org.seckill.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of this process, each loaded by one thread at a time. While it loads, others take the old value: at
 * once when it is a little old, and otherwise when the load takes long, as does whoever set it off. Who finds no value
 * at all waits for that load. When the loader fails, the old value serves on; where there is none, the failure is
 * everybody's for a moment, and the loader is left alone. Safe for use by any number of threads.
 */
public final class NearCache<K, V> {
    private static final Logger log = LoggerFactory.getLogger(NearCache.class);

    /** How much older than fresh a value may be that is handed out while another thread loads. */
    private static final int TOLERATED_AGE = 5;

    /** How long a load is waited for by those who could do with a value that is older still. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** A value of this age is that of a key for which nobody asked, and nothing of now may be left of it. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(10);

    /** How long a load is waited for by those who have such a value: there may be a silent cache before the source. */
    private static final Duration PATIENCE_WITH_FORGOTTEN = Duration.ofSeconds(1);

    private static final int CAPACITY = 10_000;
    private static final Duration KEPT_FOR_FAILING_LOADERS = Duration.ofHours(1);

    /** How long a loader that failed is left alone. */
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(1);

    private final Function<K, V> loader;
    private final Executor reloads;
    private final long freshNanos;
    private final Ticker ticker;
    private final Cache<K, Entry<V>> kept;
    private final CacheReads reads = new CacheReads();
    private final Cache<K, RuntimeException> failed;
    private final ConcurrentMap<K, CompletableFuture<Entry<V>>> loading = new ConcurrentHashMap<>();

    private record Entry<V>(V value, long loadedAt) {}

    /**
     * @param fresh the age up to which a value is not loaded again
     * @param reloads has the threads that load what is kept already, for whoever asks does not wait long for that
     */
    public NearCache(Duration fresh, Ticker ticker, Executor reloads, Function<K, V> loader) {
        this(fresh, ticker, reloads, loader, value -> 1, CAPACITY);
    }

    /**
     * For values that are loaded by the thread that asks.
     *
     * @param capacity in the unit of {@code weight}
     */
    public NearCache(Duration fresh, Ticker ticker, Function<K, V> loader, ToIntFunction<V> weight, long capacity) {
        this(fresh, ticker, Runnable::run, loader, weight, capacity);
    }

    private NearCache(
            Duration fresh,
            Ticker ticker,
            Executor reloads,
            Function<K, V> loader,
            ToIntFunction<V> weight,
            long capacity) {
        this.loader = loader;
        this.reloads = reloads;
        this.freshNanos = fresh.toNanos();
        this.ticker = ticker;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((K key, Entry<V> entry) -> weight.applyAsInt(entry.value))
                .expireAfterWrite(KEPT_FOR_FAILING_LOADERS)
                .ticker(ticker)
                .build();
        this.failed = Caffeine.newBuilder()
                .maximumSize(CAPACITY)
                .expireAfterWrite(FAILURE_KEPT)
                .ticker(ticker)
                .build();
    }

    /** @return what is kept and fresh; null when {@link #get} would have to load */
    public @Nullable V fresh(K key) {
        Entry<V> seen = kept.getIfPresent(key);
        return seen != null && isYoungerThan(seen, freshNanos) ? seen.value : null;
    }

    /** @throws RuntimeException the loader's, when it fails and no older value is kept */
    public V get(K key) {
        Entry<V> seen = kept.getIfPresent(key);
        if (seen != null && isYoungerThan(seen, freshNanos)) {
            reads.answered(true);
            return seen.value;
        }
        RuntimeException failure = seen == null ? failed.getIfPresent(key) : null;
        if (failure != null) {
            reads.failed();
            throw failure;
        }
        CompletableFuture<Entry<V>> mine = new CompletableFuture<>();
        CompletableFuture<Entry<V>> theirs = loading.putIfAbsent(key, mine);
        if (theirs == null) {
            if (seen == null) {
                load(key, mine);
                return await(mine);
            }
            reload(key, mine);
            return awaitBriefly(mine, seen).value;
        }
        reads.answered(true);
        if (seen == null) {
            return await(theirs);
        }
        return isYoungerThan(seen, TOLERATED_AGE * freshNanos) ? seen.value : awaitBriefly(theirs, seen).value;
    }

    /** A load that another thread was waited for counts as a hit: nobody was asked for it. */
    CacheReads reads() {
        return reads;
    }

    private void reload(K key, CompletableFuture<Entry<V>> promise) {
        try {
            reloads.execute(() -> load(key, promise));
        } catch (RuntimeException | Error e) {
            // The threads have ended, or none could be made: the old value does, and the next who asks tries again.
            log.warn("no thread to load key={}: {}", key, e.toString());
            loading.remove(key, promise);
            promise.cancel(false);
        }
    }

    private void load(K key, CompletableFuture<Entry<V>> promise) {
        Entry<V> seen = kept.getIfPresent(key);
        try {
            Entry<V> entry = latest(key, seen);
            kept.put(key, entry);
            promise.complete(entry);
        } catch (RuntimeException e) {
            fallBack(key, seen, promise, e);
        } catch (Error e) {
            log.error("could not load key={}", key, e);
            throw e;
        } finally {
            loading.remove(key, promise);
            // Only after an Error; nobody may be left waiting.
            promise.cancel(false);
        }
    }

    private Entry<V> latest(K key, @Nullable Entry<V> seen) {
        // Between our look and our turn another thread may have finished loading.
        if (seen != null && isYoungerThan(seen, freshNanos)) {
            reads.answered(true);
            return seen;
        }
        reads.answered(false);
        return new Entry<>(loader.apply(key), ticker.read());
    }

    // The loader is down: the old value counts as fresh, so that it is asked once in a while and not by each request.
    private void fallBack(K key, @Nullable Entry<V> seen, CompletableFuture<Entry<V>> promise, RuntimeException e) {
        if (seen == null) {
            failed.put(key, e);
            promise.completeExceptionally(e);
            return;
        }
        log.warn("could not load key={}, serving an older value: {}", key, e.toString());
        long extra = Math.max(0, FAILURE_KEPT.toNanos() - freshNanos);
        Entry<V> prolonged = new Entry<>(seen.value, ticker.read() + extra);
        kept.put(key, prolonged);
        promise.complete(prolonged);
    }

    private V await(CompletableFuture<Entry<V>> promise) {
        try {
            return promise.join().value;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    // A database that hangs must not collect the server's threads.
    private Entry<V> awaitBriefly(CompletableFuture<Entry<V>> promise, Entry<V> seen) {
        Duration patience = isYoungerThan(seen, FORGOTTEN.toNanos()) ? PATIENCE : PATIENCE_WITH_FORGOTTEN;
        try {
            return promise.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // The loading thread reports what it met; here the old value does.
            return seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return seen;
        }
    }

    private boolean isYoungerThan(Entry<V> entry, long nanos) {
        return ticker.read() - entry.loadedAt < nanos;
    }
}
