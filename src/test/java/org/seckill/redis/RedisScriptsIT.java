package org.seckill.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.config.TestRedisClients;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

@Timeout(180)
class RedisScriptsIT {
    private static final RedisScript COUNT = RedisScript.load(RedisScriptsIT.class, "count.lua");
    private static final RedisScript REFUSE = RedisScript.load(RedisScriptsIT.class, "refuse.lua");
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Path home = TestEngines.freshFolder();
    private RedisNode node;
    private UnifiedJedis redis;

    @BeforeEach
    void start() {
        node = RedisNode.start(home.resolve("redis"), "--appendfsync", "always");
        redis = TestRedisClients.connect(node.url());
    }

    @AfterEach
    void stop() {
        redis.close();
        node.close();
    }

    @Test
    void aScriptAnswersNumbersTextsListsAndNothing() {
        byte[] bytes = {(byte) 0xff, 0, '\r', '\n'};
        assertThat(COUNT.eval(redis, List.of("{1}:a"), List.of(5, "秒杀")))
                .isEqualTo(Arrays.asList(5L, 6L, List.of("秒杀"), null, "{1}:a"));
        assertThat(COUNT.eval(redis, List.of("{1}:a".getBytes(UTF_8)), List.of("6", bytes)))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .startsWith(11L, 4L);
    }

    @Test
    void itsTextIsSentOnceAndThenItIsCalledByItsHash() {
        for (int i = 0; i < 10; i++) {
            count();
        }
        String calls = node.ask(jedis -> jedis.info("commandstats"));
        assertThat(calls).contains("cmdstat_eval:calls=1,", "cmdstat_evalsha:calls=10,");
        assertThat(redis.get("{1}:a")).isEqualTo("10");
    }

    @Test
    void afterRedisWasKilledItIsSentAgain() {
        for (int i = 0; i < 10; i++) {
            count();
        }
        node.kill();
        assertThatThrownBy(this::count).isInstanceOf(JedisException.class);
        node.start();
        await().until(this::counts);
        assertThat(redis.get("{1}:a")).isEqualTo("11");
    }

    @Test
    void whatItRefusesIsToldAndSoIsAScriptThatDoesNotExist() {
        assertThatThrownBy(() -> REFUSE.eval(redis, List.of("{1}:a"), List.of()))
                .isInstanceOf(JedisDataException.class)
                .hasMessage("REFUSED by {1}:a");
        assertThatThrownBy(() -> REFUSE.eval(redis, List.of("{1}:a"), List.of(), 1, PATIENCE))
                .isInstanceOf(JedisDataException.class)
                .hasMessage("REFUSED by {1}:a");
        assertThatThrownBy(() -> RedisScript.load(RedisScriptsIT.class, "nothing.lua"))
                .hasMessageContaining("nothing.lua");
    }

    @Test
    void withoutAReplicaNobodyAcknowledges() {
        assertThat(replicated()).isEqualTo(new RedisScript.Replicated(answer(1), 0));
    }

    @Test
    void aReplicaAcknowledgesUnlessItIsSilent() {
        try (RedisNode replica = RedisNode.replicaOf(node, home.resolve("replica"))) {
            assertThat(replicated().answer()).isEqualTo(answer(1));
            // On a slow machine the first WAIT may end before the replica has acknowledged.
            await().until(() -> replicated().replicas() == 1);
            String copied = replica.ask(jedis -> jedis.get("{1}:a"));
            assertThat(copied).isEqualTo(redis.get("{1}:a"));

            replica.pause();
            long sum = Long.parseLong(redis.get("{1}:a"));
            assertThat(replicated()).isEqualTo(new RedisScript.Replicated(answer(sum + 1), 0));

            replica.wake();
            await().until(() -> replicated().replicas() == 1);
        }
    }

    @Test
    void aMasterThatFallsSilentWhileReplicasAreWaitedForCountsAsNoneAndTheAnswerIsKept() {
        // Longer than the socket time-out, and there is no replica.
        Duration tooLong = Duration.ofSeconds(5);
        assertThat(COUNT.eval(redis, List.of("{1}:a"), List.of(1, "x"), 1, tooLong))
                .isEqualTo(new RedisScript.Replicated(answer(1), 0));
        assertThat(count()).isEqualTo(answer(2));
    }

    private Object count() {
        Object answer = COUNT.eval(redis, List.of("{1}:a"), List.of(1, "x"));
        return answer == null ? "nothing" : answer;
    }

    private boolean counts() {
        try {
            return count() != null;
        } catch (JedisException e) {
            return false;
        }
    }

    private RedisScript.Replicated replicated() {
        return COUNT.eval(redis, List.of("{1}:a"), List.of(1, "x"), 1, PATIENCE);
    }

    private static List<Object> answer(long sum) {
        return Arrays.asList(sum, 1L, List.of("x"), null, "{1}:a");
    }
}
