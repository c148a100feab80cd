package org.seckill.testkit.engine;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * Two Redis servers, of which one is the master. From the first failover on the other one is its replica, so that it refuses
 * writes. Used by one thread at a time.
 */
public final class RedisPair implements AutoCloseable {
    private static final ProtocolCommand FAILOVER = () -> "FAILOVER".getBytes(StandardCharsets.US_ASCII);

    private final RedisNode first;
    private final RedisNode second;

    public RedisPair(RedisNode first, RedisNode second) {
        this.first = first;
        this.second = second;
    }

    public RedisNode first() {
        return first;
    }

    public RedisNode second() {
        return second;
    }

    /** A failover: returns when the second server has all data and accepts writes, and the first is its replica. */
    public void switchOver() {
        second.ask(redis -> redis.replicaof("127.0.0.1", first.port()));
        await().until(second::isFollowing);
        failOver(first, second);
    }

    /** A failover back to the first server. */
    public void switchBack() {
        await().until(first::isFollowing);
        failOver(second, first);
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }

    private static void failOver(RedisNode from, RedisNode to) {
        await().until(() -> begins(from, to));
        await().until(() -> isReplica(from) && !isReplica(to));
    }

    private static boolean begins(RedisNode from, RedisNode to) {
        try {
            from.ask(redis -> redis.sendCommand(FAILOVER, "TO", "127.0.0.1", Integer.toString(to.port())));
            return true;
        } catch (JedisDataException e) {
            // The other server is not yet known as a replica.
            return false;
        }
    }

    private static boolean isReplica(RedisNode node) {
        return node.<String>ask(redis -> redis.info("replication")).contains("role:slave");
    }
}
