package org.seckill.redis;

import org.jspecify.annotations.Nullable;

/**
 * What a script answered, and on how many replicas all that it wrote is known to be.
 *
 * @param answer as {@link RedisScripts} returns it
 * @param replicas 0 also when nobody can tell, because the connection died while they were waited for
 */
public record ReplicatedReply(@Nullable Object answer, int replicas) {}
