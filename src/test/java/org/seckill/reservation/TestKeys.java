package org.seckill.reservation;

import org.seckill.redis.RedisCalls;
import redis.clients.jedis.UnifiedJedis;

/** All that the product has to do with a sale in Redis, on a client of a test's own. */
public record TestKeys(
        RedisReservations reservations, RedisStream stream, RedisStocks stocks, RedisBuyers buyers, RedisLeases notes) {
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
