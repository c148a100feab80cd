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
import org.seckill.http.NonBlockingThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Single-flight cache with stale-while-revalidate. One thread at a time loads a key. Meanwhile other callers get the stale
 * value: at once if it is younger than {@value #TOLERATED_AGE} times the fresh time, else after a short wait for the load.
 * The caller that starts a reload waits in the same way. Callers without any value wait for the load. A stale value
 * survives loader failures; without a value the failure itself is cached for a second. Thread-safe.
 */
public final class NearCache<K, V> {
    private static final Logger log = LoggerFactory.getLogger(NearCache.class);

    /** A value up to this multiple of the fresh time is returned at once while another thread loads. */
    private static final int TOLERATED_AGE = 5;

    /** The longest wait for a load by a caller with an older value. */
    private static final Duration MAX_WAIT = Duration.ofMillis(250);

    /** A value of this age belongs to a key without recent reads and may be far out of date. */
    private static final Duration IDLE_AGE = Duration.ofSeconds(10);

    /** The longest wait by a caller with such a value: long enough for the time-out of a cache before the source. */
    private static final Duration MAX_WAIT_WITH_IDLE = Duration.ofSeconds(1);

    private static final int CAPACITY = 10_000;
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** The pause after a failed load. */
    private static final Duration FAILURE_LIFETIME = Duration.ofSeconds(1);

    private final Function<K, V> loader;
    private final Executor reloads;
    private final long freshNanos;
    private final Ticker ticker;
    private final Cache<K, Entry<V>> values;
    private final CacheReads reads = new CacheReads();
    private final Cache<K, RuntimeException> failures;
    private final ConcurrentMap<K, CompletableFuture<Entry<V>>> loading = new ConcurrentHashMap<>();

    private record Entry<V>(V value, long loadedAt) {}

    /**
     * @param fresh the age up to which a value is not loaded again
     * @param reloads loads keys that have a value; callers wait for such loads only briefly
     */
    public NearCache(Duration fresh, Ticker ticker, Executor reloads, Function<K, V> loader) {
        this(fresh, ticker, reloads, loader, value -> 1, CAPACITY);
    }

    /**
     * Creates a cache whose values are loaded by the calling thread.
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
        this.values = Caffeine.newBuilder()
                .maximumWeight(capacity)
                .weigher((K key, Entry<V> entry) -> weight.applyAsInt(entry.value))
                .expireAfterWrite(LIFETIME)
                .ticker(ticker)
                .build();
        this.failures = Caffeine.newBuilder()
                .maximumSize(CAPACITY)
                .expireAfterWrite(FAILURE_LIFETIME)
                .ticker(ticker)
                .build();
    }

    /** @return the cached value if it is fresh; null when {@link #get} would have to load */
    public @Nullable V fresh(K key) {
        Entry<V> seen = values.getIfPresent(key);
        return seen != null && isYoungerThan(seen, freshNanos) ? seen.value : null;
    }

    /** @throws RuntimeException the loader's, when it fails and no older value is cached */
    public V get(K key) {
        Entry<V> seen = values.getIfPresent(key);
        if (seen != null && isYoungerThan(seen, freshNanos)) {
            reads.answered(true);
            return seen.value;
        }
        RuntimeException failure = seen == null ? failures.getIfPresent(key) : null;
        if (failure != null) {
            reads.failed();
            throw failure;
        }
        if (seen == null || !isYoungerThan(seen, TOLERATED_AGE * freshNanos) || !loading.containsKey(key)) {
            // Loads, or waits for a load.
            NonBlockingThread.check();
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

    /** Waiting for another thread's load counts as a hit: it causes no read below this cache. */
    CacheReads reads() {
        return reads;
    }

    private void reload(K key, CompletableFuture<Entry<V>> promise) {
        try {
            reloads.execute(() -> load(key, promise));
        } catch (RuntimeException | Error e) {
            // The executor is closed, or no thread could be created: callers get the stale value, and the next one
            // retries.
            log.warn("no thread to load key={}: {}", key, e.toString());
            loading.remove(key, promise);
            promise.cancel(false);
        }
    }

    private void load(K key, CompletableFuture<Entry<V>> promise) {
        Entry<V> seen = values.getIfPresent(key);
        try {
            Entry<V> entry = latest(key, seen);
            values.put(key, entry);
            promise.complete(entry);
        } catch (RuntimeException e) {
            fallBack(key, seen, promise, e);
        } catch (Error e) {
            log.error("could not load key={}", key, e);
            throw e;
        } finally {
            loading.remove(key, promise);
            // Has an effect only after an Error: no caller waits forever.
            promise.cancel(false);
        }
    }

    private Entry<V> latest(K key, @Nullable Entry<V> seen) {
        // Another thread may have loaded the key since the caller's look-up.
        if (seen != null && isYoungerThan(seen, freshNanos)) {
            reads.answered(true);
            return seen;
        }
        reads.answered(false);
        return new Entry<>(loader.apply(key), ticker.read());
    }

    // The loader fails: the stale value counts as fresh for a while, so that not every request calls the loader.
    private void fallBack(K key, @Nullable Entry<V> seen, CompletableFuture<Entry<V>> promise, RuntimeException e) {
        if (seen == null) {
            failures.put(key, e);
            promise.completeExceptionally(e);
            return;
        }
        log.warn("could not load key={}, a stale value is served: {}", key, e.toString());
        long extra = Math.max(0, FAILURE_LIFETIME.toNanos() - freshNanos);
        Entry<V> prolonged = new Entry<>(seen.value, ticker.read() + extra);
        values.put(key, prolonged);
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

    // Bounded, so that a hanging database does not block the server's threads.
    private Entry<V> awaitBriefly(CompletableFuture<Entry<V>> promise, Entry<V> seen) {
        Duration maxWait = isYoungerThan(seen, IDLE_AGE.toNanos()) ? MAX_WAIT : MAX_WAIT_WITH_IDLE;
        try {
            return promise.get(maxWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // The loading thread logs its failure; this caller gets the stale value.
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
