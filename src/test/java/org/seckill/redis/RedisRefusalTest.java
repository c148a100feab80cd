package org.seckill.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as Redis 6.2, 7.0 and 7.2 write them (server.c, networking.c, cluster.c, acl.c, script_lua.c). */
class RedisRefusalTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica.",
                "OOM command not allowed when used memory > 'maxmemory'.",
                "NOREPLICAS Not enough good replicas to write.",
                "MISCONF Errors writing to the AOF file: No space left on device",
                "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
                "LOADING Redis is loading the dataset in memory",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
                "CLUSTERDOWN The cluster is down",
                "CLUSTERDOWN The cluster is down and only accepts read commands",
                "CLUSTERDOWN Hash slot not served",
                "TRYAGAIN Multiple keys request during rehashing of slot",
                "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.",
                "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN NOSAVE.",
                "NOAUTH Authentication required.",
                "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH",
                "WRONGPASS invalid username-password pair or user is disabled.",
                "NOPERM this user has no permissions to run the 'evalsha' command or its subcommand",
                "NOPERM User shop has no permissions to run the 'evalsha' command",
                "NOPERM No permissions to access a key",
            })
    void aCommandThatIsRefusedDidNothing(String message) {
        assertThat(RedisRefusal.of(message))
                .hasValueSatisfying(refusal -> assertThat(message).startsWith(refusal.name() + " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // 6.2
                "ERR Error running script (call to f_4a): @user_script:7: @user_script: 7: -%s",
                "@user_script: 7: -%s",
                // 7.0
                "%s script: 4ac3dc5a, on @user_script:7.",
            })
    void aScriptIsRefusedAtItsFirstWrite(String message) {
        Map<String, String> atTheFirstWrite = Map.of(
                "READONLY", "READONLY You can't write against a read only replica.",
                "OOM", "OOM command not allowed when used memory > 'maxmemory'.",
                "NOREPLICAS", "NOREPLICAS Not enough good replicas to write.",
                "MISCONF", "MISCONF Errors writing to the AOF file: No space left on device",
                "CLUSTERDOWN", "CLUSTERDOWN The cluster is down and only accepts read commands");
        atTheFirstWrite.forEach((name, words) ->
                assertThat(RedisRefusal.of(message.replace("%s", words))).hasValue(RedisRefusal.valueOf(name)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "BUSY",
                "ERR unknown command 'EVALSHA', with args beginning with: ",
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "NOSCRIPT No matching script. Please use EVAL.",
                "BUSYGROUP Consumer Group name already exists",
                "MOVED 3999 127.0.0.1:6381",
                "ASK 3999 127.0.0.1:6381",
                "UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
                "ERR Error running script (call to f_4a): @user_script:7: @user_script: 7: The user executing the"
                        + " script can't run this command or subcommand",
                "ERR The user executing the script can't run this command or subcommand script: 4a, on @user_script:7.",
                "NOPERM User shop has no permissions to run the 'xadd' command script: 4ac3, on @user_script:7.",
                "ERR the sale says: OOM command not allowed",
            })
    void anyOtherErrorMayHaveDoneAPart(String message) {
        assertThat(RedisRefusal.of(message)).isEmpty();
    }

    @Test
    void whatAnotherServerAtTheSameAddressMayTakeAndWhatTheNextCallMayDo() {
        assertThat(Arrays.stream(RedisRefusal.values()).filter(RedisRefusal::isOfReplica))
                .containsExactlyInAnyOrder(RedisRefusal.READONLY, RedisRefusal.MASTERDOWN, RedisRefusal.LOADING);
        assertThat(Arrays.stream(RedisRefusal.values()).filter(RedisRefusal::isBrief))
                .containsExactly(RedisRefusal.TRYAGAIN);
    }

    @Test
    void eachIsToldByItsOwnWordsAndRedisCode() {
        assertThat(Stream.of(RedisRefusal.values()).map(RedisRefusal::toString).collect(Collectors.toSet()))
                .hasSameSizeAs(RedisRefusal.values())
                .allMatch(words -> words.matches("[a-z].* \\([A-Z]+\\)"));
    }
}
