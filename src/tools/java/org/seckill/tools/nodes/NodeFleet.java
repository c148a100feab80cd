package org.seckill.tools.nodes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.RedisCluster;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.ZooKeeperProcess;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.NodeProcess;
import org.seckill.testkit.node.NodeSettings;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Restartable;
import org.seckill.testkit.run.TestFolders;
import org.seckill.tools.ledger.EngineState;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RedisState;

/** Three nodes behind Nginx, with one database, Redis and ZooKeeper; each but Nginx and the database can be killed. */
final class NodeFleet implements EngineState, AutoCloseable {
    private static final int NODES = 3;

    private final Database database = TestEngines.database().schema("seckill_nodes");
    private final Path home;
    private final List<AutoCloseable> running = new ArrayList<>();
    private final PurchaseMode desk;
    private final RedisCluster redis;
    private final ZooKeeperProcess zooKeeper;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private int port;

    private NodeFleet(PurchaseMode desk, Path home) {
        this.desk = desk;
        this.home = home;
        this.redis = RedisCluster.start(home.resolve("redis"));
        running.add(redis);
        this.zooKeeper = new ZooKeeperProcess(home);
    }

    /** Returns when all of it serves. */
    static NodeFleet start(PurchaseMode desk) {
        NodeFleet fleet = new NodeFleet(desk, TestFolders.anew("nodes", desk.setting()));
        try {
            fleet.startAll();
            return fleet;
        } catch (RuntimeException | Error e) {
            fleet.close();
            throw e;
        }
    }

    Database database() {
        return database;
    }

    /** Of the shop, Nginx' that is. */
    int port() {
        return port;
    }

    List<NodeProcess> nodes() {
        return nodes;
    }

    /** The Redis that has the sale's orders, and has to have them again. */
    Restartable redisOf(long sale) {
        return redis.masterOf(sale);
    }

    Restartable zooKeeper() {
        return zooKeeper;
    }

    @Override
    public RecordedPurchases holdings(long sale) {
        return RecordedPurchases.read(database, sale);
    }

    @Override
    public Optional<RedisState> shelf(long sale) {
        return desk == PurchaseMode.QUEUE ? Optional.of(RedisState.read(redis.masterOf(sale), sale)) : Optional.empty();
    }

    @Override
    public List<String> missing() {
        return nodes.stream().flatMap(node -> node.missing().stream()).toList();
    }

    @Override
    public void close() {
        for (AutoCloseable part : running) {
            try {
                part.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private void startAll() {
        running.add(0, zooKeeper);
        zooKeeper.start();
        NodeSettings settings = new NodeSettings(desk, database, redis.url(), zooKeeper.address());
        IntStream.rangeClosed(1, NODES).forEach(number -> nodes.add(new NodeProcess("node-" + number, home, settings)));
        running.addAll(0, nodes);
        ConcurrentRun.of(NODES, node -> {
                    nodes.get(node).start();
                    return node;
                })
                .results();
        NginxProcess nginx =
                NginxProcess.before(nodes.stream().mapToInt(NodeProcess::port).toArray());
        running.add(0, nginx);
        port = nginx.port();
    }
}
