package org.seckill.reservation;

import java.time.Duration;
import org.seckill.redis.RedisCalls;
import org.springframework.stereotype.Component;
import redis.clients.jedis.params.SetParams;

/** What the nodes tell each other of their looks at the sales. Safe for use by any number of threads. */
@Component
public final class RedisLeases {
    private final RedisCalls calls;

    RedisLeases(RedisCalls calls) {
        this.calls = calls;
    }

    /**
     * Remembers by how many units a sale's books do not balance.
     *
     * @return what was remembered before; 0 when nothing was
     */
    public long remember(long sale, long imbalance, Duration kept) {
        SetParams life = SetParams.setParams().ex(kept.toSeconds());
        String before = calls.told(redis -> redis.setGet(SaleKeys.of(sale).books(), Long.toString(imbalance), life));
        return before == null ? 0 : Long.parseLong(before);
    }

    /** Nobody's turn comes before that is over. */
    public void rest(long sale, String what, Duration pause) {
        calls.told(
                redis -> redis.set(turn(sale, what), "", SetParams.setParams().px(pause.toMillis())));
    }

    /** @return whether this node is to do something that is done once in a while; of several nodes one is */
    public boolean isMyTurn(long sale, String what, Duration period) {
        return calls.told(redis -> redis.set(
                        turn(sale, what), "", SetParams.setParams().nx().px(period.toMillis())))
                != null;
    }

    private static String turn(long sale, String what) {
        return "seckill:{" + sale + "}:turn:" + what;
    }
}
