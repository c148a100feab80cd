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
 * The copies of the sales that all nodes share. An id that names no sale is remembered too, as an empty
 * value. Redis down costs speed and nothing else.
 */
@Component
final class RedisSales {
    private static final Logger log = LoggerFactory.getLogger(RedisSales.class);

    /** How long Redis is left alone after it failed, so that requests do not queue for its time-out. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** Bytes; several times what the longest sale that the database can store needs. A longer value is not transferred. */
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

    /** @return the sale as Redis has it, or as the database tells it now; empty when there is none */
    Optional<Sale> find(long id, LongFunction<Optional<Sale>> database) {
        byte[] key = key(id);
        byte[] kept = read(id, key);
        if (kept != null) {
            try {
                Optional<Sale> sale = decode(id, kept);
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

    // Written by something else, or by a version we cannot read: MySQL knows, and the value is replaced. What it
    // contains
    // is not logged: it may be anything.
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
            byte[] kept = redis.getrange(key, 0, LARGEST);
            if (kept.length == 0) {
                // GETRANGE does not tell a missing value from the empty one, which is an id without a sale.
                kept = redis.get(key);
            }
            if (kept == null) {
                reads.answered(false);
            }
            reading.end();
            return kept;
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
            // Read-only, or out of memory: the copies that are there can still be read.
            writing.begin(e);
        } catch (JedisException e) {
            reading.begin(e);
        }
    }

    private byte[] encode(Optional<Sale> sale) {
        return sale.map(schema::write).orElseGet(() -> new byte[0]);
    }

    private Optional<Sale> decode(long id, byte[] kept) {
        if (kept.length > LARGEST) {
            throw new IllegalArgumentException("longer than " + LARGEST + " bytes");
        }
        return kept.length == 0 ? Optional.empty() : Optional.of(schema.read(id, kept));
    }

    private static byte[] key(long id) {
        return ("seckill:{" + id + "}:object").getBytes(UTF_8);
    }

    /** The time in which Redis is not asked after a failure. The log has one line for its beginning and one for its end. */
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
