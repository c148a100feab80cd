package org.seckill.testkit.engine;

import org.seckill.testkit.run.Restartable;

/** A Redis, or one master of a Cluster. */
public final class RedisProcess implements Restartable {
    private final String name;
    private final RedisNode node;

    public RedisProcess(String name, RedisNode node) {
        this.name = name;
        this.node = node;
    }

    @Override
    public String name() {
        return name;
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
    public void pause() {
        node.silence();
    }

    @Override
    public void wake() {
        node.wake();
    }

    @Override
    public void close() {
        node.close();
    }
}
