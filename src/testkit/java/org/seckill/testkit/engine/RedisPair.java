package org.seckill.testkit.engine;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.charset.StandardCharsets;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A Redis, and another one that takes its place for a while. Whichever has it not follows the other from the first switch
 * on, so that nobody who has a connection to it can write there. For one thread at a time.
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

    /** Returns when the second one has everything and takes the writes, and the first is its replica. */
    public void switchOver() {
        second.ask(redis -> redis.replicaof("127.0.0.1", first.port()));
        await().until(second::isFollowing);
        hand(first, second);
    }

    /** And back. */
    public void switchBack() {
        await().until(first::isFollowing);
        hand(second, first);
    }

    @Override
    public void close() {
        second.close();
        first.close();
    }

    private static void hand(RedisNode from, RedisNode to) {
        await().until(() -> begins(from, to));
        await().until(() -> isReplica(from) && !isReplica(to));
    }

    private static boolean begins(RedisNode from, RedisNode to) {
        try {
            from.ask(redis -> redis.sendCommand(FAILOVER, "TO", "127.0.0.1", Integer.toString(to.port())));
            return true;
        } catch (JedisDataException e) {
            // It does not count the other as its replica yet.
            return false;
        }
    }

    private static boolean isReplica(RedisNode node) {
        return node.<String>ask(redis -> redis.info("replication")).contains("role:slave");
    }
}
