package org.seckill.reservation;

import java.time.Duration;
import org.seckill.redis.RedisCalls;
import org.springframework.stereotype.Component;
import redis.clients.jedis.params.SetParams;

/** Leases in Redis, so that one node per period reconciles a sale, and the imbalance that was last logged. Thread-safe. */
@Component
public final class RedisLeases {
    private final RedisCalls calls;

    RedisLeases(RedisCalls calls) {
        this.calls = calls;
    }

    /**
     * Stores a sale's imbalance, in units.
     *
     * @return the imbalance stored before; 0 if none was
     */
    public long remember(long sale, long imbalance, Duration kept) {
        SetParams life = SetParams.setParams().ex(kept.toSeconds());
        String before =
                calls.call(redis -> redis.setGet(SaleKeys.of(sale).imbalance(), Long.toString(imbalance), life));
        return before == null ? 0 : Long.parseLong(before);
    }

    /** Holds the lease for the given time, so that no node gets it before. */
    public void rest(long sale, String what, Duration pause) {
        calls.call(
                redis -> redis.set(turn(sale, what), "", SetParams.setParams().px(pause.toMillis())));
    }

    /** @return whether this node gets the lease; one of all nodes gets it per period */
    public boolean isMyTurn(long sale, String what, Duration period) {
        return calls.call(redis -> redis.set(
                        turn(sale, what), "", SetParams.setParams().nx().px(period.toMillis())))
                != null;
    }

    private static String turn(long sale, String what) {
        return "seckill:{" + sale + "}:turn:" + what;
    }
}
