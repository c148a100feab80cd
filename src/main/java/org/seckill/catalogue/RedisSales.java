package org.seckill.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Sale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * The copies of sales that all nodes share in Redis. An id without a sale is cached as an empty value. While Redis is down,
 * sales are read from MySQL. Thread-safe.
 */
@Component
final class RedisSales {
    private static final Logger log = LoggerFactory.getLogger(RedisSales.class);

    /** The pause after a failure of Redis, so that requests do not each wait for its time-out. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** In bytes, several times the longest sale that the database can store. A longer value is not transferred. */
    static final int LARGEST = 16_384;

    private final UnifiedJedis redis;
    private final long lifetimeMillis;
    private final SaleSchema schema = new SaleSchema();
    private final CacheReads reads = new CacheReads();
    private final Pause reading = new Pause("answers no reads of copies");
    private final Pause writing = new Pause("refuses to store copies");

    RedisSales(UnifiedJedis redis, CacheTimes times) {
        this.redis = redis;
        this.lifetimeMillis = times.shared().toMillis();
    }

    /** Returns the copy in Redis, or reads the sale from the database and stores a copy; empty when there is no sale. */
    Optional<Sale> find(long id, LongFunction<Optional<Sale>> database) {
        byte[] key = key(id);
        byte[] stored = read(id, key);
        if (stored != null) {
            try {
                Optional<Sale> sale = decode(id, stored);
                reads.answered(true);
                return sale;
            } catch (IllegalArgumentException e) {
                unreadable(id, e);
            }
        }
        Optional<Sale> sale = database.apply(id);
        write(key, encode(sale));
        return sale;
    }

    CacheReads reads() {
        return reads;
    }

    // Another program or an unknown version wrote it: the sale is read from MySQL and replaces the value. The value is
    // not logged, because it may contain anything.
    private void unreadable(long id, RuntimeException cause) {
        reads.failed();
        log.warn("unreadable copy in Redis, reading from MySQL sale={}", id);
        log.debug("unreadable sale={}", id, cause);
    }

    private byte @Nullable [] read(long id, byte[] key) {
        if (reading.isOn()) {
            reads.failed();
            return null;
        }
        try {
            byte[] stored = redis.getrange(key, 0, LARGEST);
            if (stored.length == 0) {
                // GETRANGE returns the same for a missing value and for the empty one, which stands for an id without a
                // sale.
                stored = redis.get(key);
            }
            if (stored == null) {
                reads.answered(false);
            }
            reading.end();
            return stored;
        } catch (JedisDataException e) {
            if (String.valueOf(e.getMessage()).startsWith("WRONGTYPE")) {
                unreadable(id, e);
            } else {
                reads.failed();
                reading.begin(e);
            }
            return null;
        } catch (JedisException e) {
            reads.failed();
            reading.begin(e);
            return null;
        }
    }

    private void write(byte[] key, byte[] value) {
        if (reading.isOn() || writing.isOn()) {
            return;
        }
        long jitter = ThreadLocalRandom.current().nextLong(lifetimeMillis / 5 + 1);
        try {
            redis.set(key, value, SetParams.setParams().px(lifetimeMillis + jitter));
            writing.end();
        } catch (JedisDataException e) {
            // Redis is read-only or out of memory: existing copies can still be read.
            writing.begin(e);
        } catch (JedisException e) {
            reading.begin(e);
        }
    }

    private byte[] encode(Optional<Sale> sale) {
        return sale.map(schema::write).orElseGet(() -> new byte[0]);
    }

    private Optional<Sale> decode(long id, byte[] stored) {
        if (stored.length > LARGEST) {
            throw new IllegalArgumentException("longer than " + LARGEST + " bytes");
        }
        return stored.length == 0 ? Optional.empty() : Optional.of(schema.read(id, stored));
    }

    private static byte[] key(long id) {
        return ("seckill:{" + id + "}:object").getBytes(UTF_8);
    }

    /** The pause of a kind of call after a failure. Logs one line at its start and one at its end. */
    private static final class Pause {
        private final String what;
        private final AtomicLong until = new AtomicLong(System.nanoTime());
        private final AtomicBoolean failing = new AtomicBoolean();

        Pause(String what) {
            this.what = what;
        }

        boolean isOn() {
            return System.nanoTime() - until.get() < 0;
        }

        void begin(RuntimeException cause) {
            until.set(System.nanoTime() + PAUSE_AFTER_FAILURE.toNanos());
            if (failing.compareAndSet(false, true)) {
                log.warn("Redis {}, sales are read from MySQL: {}", what, cause.toString());
            }
        }

        void end() {
            if (failing.get() && failing.compareAndSet(true, false)) {
                log.warn("Redis is back: it no longer {}", what);
            }
        }
    }
}
