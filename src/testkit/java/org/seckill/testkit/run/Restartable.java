package org.seckill.testkit.run;

/** A process that can be killed, paused and started again at the same port with its data. */
public interface Restartable extends AutoCloseable {
    String name();

    /** Kills the process, as {@code kill -9} does. Returns when it has ended. */
    void kill();

    /** Starts the process again. Returns when it serves. */
    void start();

    /** Pauses the process until {@link #wake}: it keeps its connections and its memory, and does nothing. */
    void pause();

    void wake();

    @Override
    void close();
}
