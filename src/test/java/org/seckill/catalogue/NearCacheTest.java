package org.seckill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.run.ConcurrentRun;

class NearCacheTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger loads = new AtomicInteger();
    private final ExecutorService reloads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        reloads.shutdownNow();
    }

    @Test
    void aThousandConcurrentMissesLoadOnce() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        NearCache<String, Integer> cache = cache(key -> {
            begun.countDown();
            ConcurrentRun.await(mayEnd);
            return loads.incrementAndGet();
        });
        ConcurrentRun crowd = ConcurrentRun.of(1000, i -> cache.get("key"));
        ConcurrentRun.await(begun);
        crowd.awaitAllBlockedBut(1);
        mayEnd.countDown();
        assertThat(crowd.<Integer>results()).hasSize(1000).containsOnly(1);
        assertThat(loads).hasValue(1);
        assertThat(cache.reads().misses()).isEqualTo(1);
        assertThat(cache.reads().hits()).isEqualTo(999);
    }

    @Test
    void aFreshValueIsNotLoadedAgain() {
        NearCache<String, Integer> cache = cache(key -> loads.incrementAndGet());
        assertThat(List.of(cache.get("key"), cache.get("key"))).containsExactly(1, 1);
        pass(Duration.ofMillis(999));
        assertThat(cache.get("key")).isEqualTo(1);
        pass(Duration.ofMillis(1));
        await().until(() -> cache.get("key") == 2);
    }

    @Test
    void aLookIsAHitOrAMissOrAFailureThatIsRemembered() {
        NearCache<String, Integer> cache = cache(key -> {
            if (loads.incrementAndGet() == 1) {
                throw new IllegalStateException("down");
            }
            return 1;
        });
        assertThatThrownBy(() -> cache.get("key")).hasMessage("down");
        assertThatThrownBy(() -> cache.get("key")).hasMessage("down");
        pass(Duration.ofSeconds(1));
        cache.get("key");
        cache.get("key");
        cache.get("key");
        assertThat(cache.reads().misses()).isEqualTo(2);
        assertThat(cache.reads().failures()).isEqualTo(1);
        assertThat(cache.reads().hits()).isEqualTo(2);
    }

    @Test
    void whoeverComesWhileAnotherThreadLoadsTakesTheValueALittleOld() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        NearCache<String, Integer> cache = cacheThatHangsAtItsSecondLoad(begun, mayEnd);
        cache.get("key");
        pass(Duration.ofSeconds(2));
        ConcurrentRun loader = ConcurrentRun.of(1, i -> cache.get("key"));
        ConcurrentRun.await(begun);
        assertThat(cache.get("key")).isEqualTo(1);
        mayEnd.countDown();
        assertThat(loader.<Integer>results()).isSubsetOf(1, 2);
        await().until(() -> cache.get("key") == 2);
    }

    @Test
    void aLoaderThatHangsHoldsUpNobodyWhoCouldTakeAnOldValueNorWhoeverSetItOff() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        NearCache<String, Integer> cache = cacheThatHangsAtItsSecondLoad(new CountDownLatch(1), mayEnd);
        cache.get("key");
        pass(Duration.ofMinutes(10));
        assertThat(ConcurrentRun.of(50, i -> cache.get("key")).<Integer>results())
                .containsOnly(1);
        mayEnd.countDown();
        await().until(() -> cache.get("key") == 2);
        assertThat(loads).hasValue(2);
    }

    @Test
    void aValueForWhichNobodyAskedForLongIsWaitedForThoughItTakesLonger() {
        // Again and again, for a machine that stands lets it take too long.
        await().until(() -> {
            loads.set(0);
            NearCache<String, Integer> cache = cache(key -> {
                if (loads.incrementAndGet() == 2) {
                    LockSupport.parkNanos(Duration.ofMillis(400).toNanos());
                }
                return loads.get();
            });
            cache.get("key");
            pass(Duration.ofSeconds(10));
            return cache.get("key") == 2;
        });
    }

    @Test
    void anOldValueServesOnWhenThereAreNoThreadsToLoadIt() {
        NearCache<String, Integer> cache = cache(key -> loads.incrementAndGet());
        cache.get("key");
        reloads.shutdown();
        pass(Duration.ofMinutes(10));
        assertThat(ConcurrentRun.of(50, i -> cache.get("key")).<Integer>results())
                .containsOnly(1);
        assertThat(loads).hasValue(1);
    }

    @Test
    void anOldValueServesOnWhileTheLoaderFailsAndTheLoaderIsNotAskedByEachRequest() {
        NearCache<String, Integer> cache = cache(key -> {
            if (loads.incrementAndGet() > 1) {
                throw new IllegalStateException("down");
            }
            return 1;
        });
        cache.get("key");
        pass(Duration.ofMinutes(10));
        for (int i = 0; i < 100; i++) {
            assertThat(cache.get("key")).isEqualTo(1);
        }
        assertThat(loads).hasValue(2);
    }

    @Test
    void withNoValueAtAllTheLoadersFailureIsEverybodysForAMomentAndThenItIsAskedAgain() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        NearCache<String, Integer> cache = cache(key -> {
            if (loads.incrementAndGet() == 1) {
                begun.countDown();
                ConcurrentRun.await(mayEnd);
                throw new IllegalStateException("down");
            }
            return 7;
        });
        ConcurrentRun crowd = ConcurrentRun.of(50, i -> {
            try {
                return cache.get("key");
            } catch (IllegalStateException e) {
                return -1;
            }
        });
        ConcurrentRun.await(begun);
        crowd.awaitAllBlockedBut(1);
        mayEnd.countDown();
        assertThat(crowd.<Integer>results()).containsOnly(-1);
        assertThatThrownBy(() -> cache.get("key")).isInstanceOf(IllegalStateException.class);
        assertThat(loads).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(cache.get("key")).isEqualTo(7);
    }

    private NearCache<String, Integer> cacheThatHangsAtItsSecondLoad(CountDownLatch begun, CountDownLatch mayEnd) {
        return cache(key -> {
            if (loads.incrementAndGet() == 2) {
                begun.countDown();
                ConcurrentRun.await(mayEnd);
            }
            return loads.get();
        });
    }

    private NearCache<String, Integer> cache(Function<String, Integer> loader) {
        return new NearCache<>(Duration.ofSeconds(1), nanos::get, reloads, loader);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
