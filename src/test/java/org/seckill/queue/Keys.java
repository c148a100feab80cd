package org.seckill.queue;

import redis.clients.jedis.UnifiedJedis;

/** All that the product has to do with a sale in Redis, on a client of a test's own. */
record Keys(
        RedisReservations reservations, RedisStream stream, RedisStocks stocks, RedisBuyers buyers, RedisNotes notes) {
    static Keys of(UnifiedJedis redis, QueueLimits limits) {
        RedisCalls calls = new RedisCalls(redis);
        return new Keys(
                new RedisReservations(calls, limits),
                new RedisStream(calls),
                new RedisStocks(calls, limits),
                new RedisBuyers(calls),
                new RedisNotes(calls));
    }
}
