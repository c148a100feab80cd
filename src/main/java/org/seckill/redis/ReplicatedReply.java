package org.seckill.redis;

import org.jspecify.annotations.Nullable;

/**
 * The answer of a script, and the number of replicas that have acknowledged its writes.
 *
 * @param answer as {@link RedisScripts} returns it
 * @param replicas 0 also if the connection was lost during the wait
 */
public record ReplicatedReply(@Nullable Object answer, int replicas) {}
