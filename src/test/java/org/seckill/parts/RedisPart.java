package org.seckill.parts;

import org.seckill.testing.RedisNode;

/** One master of the Cluster. */
public final class RedisPart implements Part {
    private final RedisNode node;

    public RedisPart(RedisNode node) {
        this.node = node;
    }

    @Override
    public String name() {
        return "redis:" + node.port();
    }

    @Override
    public void kill() {
        node.kill();
    }

    @Override
    public void start() {
        node.restart();
    }

    @Override
    public void close() {
        node.close();
    }
}
