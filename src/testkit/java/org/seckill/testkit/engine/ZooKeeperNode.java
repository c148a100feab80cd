package org.seckill.testkit.engine;

import java.io.File;
import java.io.IOException;
import java.util.Map;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.seckill.testkit.run.TestFolders;

/** A real ZooKeeper server in this JVM, for one test. It keeps its port over restarts. */
public final class ZooKeeperNode implements AutoCloseable {
    private static final int TICK = 1000;

    private final int port;
    private TestingServer server;

    private ZooKeeperNode(int port) {
        this.port = port;
        this.server = empty(port);
    }

    public static ZooKeeperNode start() {
        return new ZooKeeperNode(InstanceSpec.getRandomPort());
    }

    public int port() {
        return port;
    }

    /** The value of {@code SECKILL_ZOOKEEPER}. */
    public String address() {
        return "localhost:" + port;
    }

    /** Stops the server and keeps its data. */
    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts the server again with its data. */
    public void restart() {
        try {
            server.restart();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Replaces the server by one without data. */
    public void restartEmpty() {
        close();
        server = empty(port);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static TestingServer empty(int port) {
        File data = TestFolders.anew(
                        "zookeeper", TestEngines.freshFolder().getFileName().toString())
                .toFile();
        try {
            return new TestingServer(new InstanceSpec(data, port, -1, -1, true, -1, TICK, -1, Map.of()), true);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
