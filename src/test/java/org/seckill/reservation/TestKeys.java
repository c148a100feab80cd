package org.seckill.reservation;

import org.seckill.redis.RedisCalls;
import redis.clients.jedis.UnifiedJedis;

/** The components that access a sale in Redis, over a client of the test. */
public record TestKeys(
        RedisReservations reservations,
        RedisStream stream,
        RedisStocks stocks,
        RedisBuyers buyers,
        RedisLeases leases) {
    public static TestKeys of(UnifiedJedis redis, QueueLimits limits) {
        RedisCalls calls = new RedisCalls(redis);
        return new TestKeys(
                new RedisReservations(calls, limits),
                new RedisStream(calls),
                new RedisStocks(calls, limits),
                new RedisBuyers(calls),
                new RedisLeases(calls));
    }
}
