package org.seckill.sale;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.protostuff.LinkedBuffer;
import io.protostuff.ProtobufIOUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * The copies of the sales that all nodes share. An id that names no sale is remembered too, as an empty
 * value. Redis down costs speed and nothing else.
 */
@Component
final class RedisSeckills {
    private static final Logger log = LoggerFactory.getLogger(RedisSeckills.class);

    /** How long Redis is left alone after it failed, so that requests do not queue for its time-out. */
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final UnifiedJedis redis;
    private final long lifetimeMillis;
    private final SeckillSchema schema = new SeckillSchema();
    private final Reads reads = new Reads();
    private final AtomicLong pausedUntil = new AtomicLong(System.nanoTime());

    RedisSeckills(UnifiedJedis redis, CacheTimes times) {
        this.redis = redis;
        this.lifetimeMillis = times.shared().toMillis();
    }

    /** @return the sale as Redis has it, or as the database tells it now; empty when there is none */
    Optional<Seckill> find(long id, LongFunction<Optional<Seckill>> database) {
        byte[] key = key(id);
        byte[] kept = read(key);
        if (kept != null) {
            try {
                Optional<Seckill> sale = decode(kept);
                reads.answered(true);
                return sale;
            } catch (RuntimeException e) {
                reads.failed();
                // Written by something else, or by a version we cannot read: MySQL knows, and the value is replaced.
                log.warn("unreadable copy in Redis sale={}: {}", id, e.toString());
            }
        }
        Optional<Seckill> sale = database.apply(id);
        write(key, encode(sale));
        return sale;
    }

    Reads reads() {
        return reads;
    }

    private byte @Nullable [] read(byte[] key) {
        if (isPaused()) {
            reads.failed();
            return null;
        }
        try {
            byte[] kept = redis.get(key);
            if (kept == null) {
                reads.answered(false);
            }
            return kept;
        } catch (JedisException e) {
            reads.failed();
            pause(e);
            return null;
        }
    }

    private void write(byte[] key, byte[] value) {
        if (isPaused()) {
            return;
        }
        long jitter = ThreadLocalRandom.current().nextLong(lifetimeMillis / 5 + 1);
        try {
            redis.set(key, value, SetParams.setParams().px(lifetimeMillis + jitter));
        } catch (JedisException e) {
            pause(e);
        }
    }

    private boolean isPaused() {
        return System.nanoTime() - pausedUntil.get() < 0;
    }

    private void pause(JedisException cause) {
        pausedUntil.set(System.nanoTime() + PAUSE_AFTER_FAILURE.toNanos());
        log.warn("Redis is down, going on from MySQL: {}", cause.toString());
    }

    private byte[] encode(Optional<Seckill> sale) {
        return sale.map(s -> ProtobufIOUtil.toByteArray(SeckillSchema.Message.of(s), schema, LinkedBuffer.allocate()))
                .orElseGet(() -> new byte[0]);
    }

    private Optional<Seckill> decode(byte[] kept) {
        if (kept.length == 0) {
            return Optional.empty();
        }
        SeckillSchema.Message message = schema.newMessage();
        ProtobufIOUtil.mergeFrom(kept, message, schema);
        return Optional.of(message.sale());
    }

    private static byte[] key(long id) {
        return ("seckill:{" + id + "}:object").getBytes(UTF_8);
    }
}
