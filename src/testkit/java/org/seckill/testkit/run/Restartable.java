package org.seckill.testkit.run;

/** A process that can be killed or stand still, and comes back where it was, with what it had written. */
public interface Restartable extends AutoCloseable {
    String name();

    /** As by {@code kill -9}, or by the end of its power: returns when it is gone. */
    void kill();

    /** Returns when it serves again. */
    void start();

    /** Keeps its connections, its port and all that it knows, and does nothing until it is woken. */
    void pause();

    void wake();

    @Override
    void close();
}
