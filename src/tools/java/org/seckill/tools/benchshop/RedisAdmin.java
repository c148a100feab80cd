package org.seckill.tools.benchshop;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** An operator's way to one Redis. */
final class RedisAdmin {
    private final RedisClient redis;

    RedisAdmin(int port) {
        this.redis = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", port))
                .build();
    }

    void set(String setting, String value) {
        redis.configSet(setting, value);
    }

    /** Follows the master at that port, and returns when it has all of it. */
    void follow(int port) {
        say("REPLICAOF", "127.0.0.1", Integer.toString(port));
        await().until(() -> redis.info("replication").contains("master_link_status:up"));
    }

    void followNobody() {
        say("REPLICAOF", "NO", "ONE");
    }

    /** Forgets all, so that no round meets a data set or a file that an earlier one made long. */
    void empty() {
        redis.flushAll();
        awaitFile();
        say("BGREWRITEAOF");
        awaitFile();
    }

    /** Returns when the append-only file is not being rewritten. */
    void awaitFile() {
        await().until(() -> {
            String said = redis.info("persistence");
            return said.contains("aof_rewrite_in_progress:0") && said.contains("aof_rewrite_scheduled:0");
        });
    }

    private void say(String command, String... words) {
        CommandArguments said = new CommandArguments(() -> command.getBytes(StandardCharsets.US_ASCII));
        Object unused =
                redis.executeCommand(new CommandObject<>(said.addObjects(List.of(words)), BuilderFactory.RAW_OBJECT));
    }
}
