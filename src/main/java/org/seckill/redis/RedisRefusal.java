package org.seckill.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a Redis that answers carries out no command, or no command that writes. Nothing was done then: what is checked for a
 * script is checked at its first write, and cannot change before its end (server.c and scripting.c of Redis 6.2, script.c
 * of 7.0). A missing right of a command within a script is none of these: commands before it have written.
 */
enum RedisRefusal {
    READONLY("is a read-only replica"),
    OOM("is out of memory"),
    NOREPLICAS("has too few replicas"),
    MISCONF("cannot save to its disk"),
    LOADING("is loading its data"),
    MASTERDOWN("is a replica without its primary"),
    CLUSTERDOWN("is part of a Cluster that does not serve all its slots"),
    TRYAGAIN("is moving the sale to another node"),
    BUSY("is running a script that does not end"),
    NOAUTH("asks for a password"),
    WRONGPASS("refuses the password"),
    NOPERM("refuses the command to this user");

    // Redis 6 prefixes what a command in a script says, 7 adds to its end where that was.
    private static final Pattern SAID =
            Pattern.compile("(?:(?:ERR Error running script .*)?@user_script: ?\\d+: -)?([A-Z]+) .*", Pattern.DOTALL);

    private final String words;

    RedisRefusal(String words) {
        this.words = words;
    }

    /**
     * @param said the message of Redis' error
     * @return empty when the command, or a part of it, may have been carried out
     */
    public static Optional<RedisRefusal> of(@Nullable String said) {
        String message = String.valueOf(said);
        Matcher matcher = SAID.matcher(message);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        for (RedisRefusal refusal : values()) {
            if (refusal.name().equals(matcher.group(1))) {
                boolean isWithinScript = refusal == NOPERM && message.contains(" script: ");
                return isWithinScript ? Optional.empty() : Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    /** Whether another server may have become the primary at the same address. */
    public boolean isOfReplica() {
        return this == READONLY || this == MASTERDOWN || this == LOADING;
    }

    /** Whether the next call, milliseconds later, may be carried out. */
    boolean isBrief() {
        return this == TRYAGAIN;
    }

    /** What the server is or does, in words, with Redis' own code. */
    @Override
    public String toString() {
        return words + " (" + name() + ")";
    }
}
