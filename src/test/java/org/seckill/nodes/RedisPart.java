package org.seckill.nodes;

import org.seckill.testing.RedisNode;

/** One master of the Cluster. */
final class RedisPart implements Part {
    private final RedisNode node;

    RedisPart(RedisNode node) {
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
