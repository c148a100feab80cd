package org.seckill.redis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reasons why Redis answers and runs no command, or no command that writes. A refused call had no effect: Redis checks
 * a script at its first write, and the reason cannot arise between that write and the end of the script (server.c and
 * scripting.c of Redis 6.2, script.c of 7.0). A missing permission of a command inside a script is not a refusal, because
 * earlier commands of the script have written.
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

    // For an error of a command in a script, Redis 6 adds the place before the message, Redis 7 after it.
    private static final Pattern ERROR =
            Pattern.compile("(?:(?:ERR Error running script .*)?@user_script: ?\\d+: -)?([A-Z]+) .*", Pattern.DOTALL);

    private final String reason;

    RedisRefusal(String reason) {
        this.reason = reason;
    }

    /**
     * Classifies an error of Redis.
     *
     * @param message of the error
     * @return empty if the command, or a part of it, may have been run
     */
    public static Optional<RedisRefusal> of(@Nullable String message) {
        String text = String.valueOf(message);
        Matcher matcher = ERROR.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        for (RedisRefusal refusal : values()) {
            if (refusal.name().equals(matcher.group(1))) {
                boolean isWithinScript = refusal == NOPERM && text.contains(" script: ");
                return isWithinScript ? Optional.empty() : Optional.of(refusal);
            }
        }
        return Optional.empty();
    }

    /** Whether another server may have become the primary at the same address. */
    public boolean isOfReplica() {
        return this == READONLY || this == MASTERDOWN || this == LOADING;
    }

    /** Whether a repeated call may succeed milliseconds later. */
    boolean isBrief() {
        return this == TRYAGAIN;
    }

    /** The reason for operators, with the error code of Redis. */
    @Override
    public String toString() {
        return reason + " (" + name() + ")";
    }
}
