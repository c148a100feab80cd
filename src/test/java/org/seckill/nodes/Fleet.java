package org.seckill.nodes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seckill.check.Holdings;
import org.seckill.check.Shelf;
import org.seckill.check.Truth;
import org.seckill.parts.Desk;
import org.seckill.parts.NodeProcess;
import org.seckill.parts.NodeSettings;
import org.seckill.parts.Part;
import org.seckill.parts.RedisPart;
import org.seckill.parts.ZooKeeperProcess;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Folders;
import org.seckill.testing.Nginx;
import org.seckill.testing.RedisCluster;
import org.seckill.testing.RedisNode;

/** Three nodes behind Nginx, with one database, Redis and ZooKeeper; each but Nginx and the database can be killed. */
final class Fleet implements Truth, AutoCloseable {
    private static final int NODES = 3;

    private final Database database = Engines.database().schema("seckill_nodes");
    private final Path home;
    private final List<AutoCloseable> running = new ArrayList<>();
    private final Desk desk;
    private final RedisCluster redis;
    private final ZooKeeperProcess zooKeeper;
    private final List<NodeProcess> nodes = new ArrayList<>();
    private int port;

    private Fleet(Desk desk, Path home) {
        this.desk = desk;
        this.home = home;
        this.redis = RedisCluster.start(home.resolve("redis"));
        running.add(redis);
        this.zooKeeper = new ZooKeeperProcess(home);
    }

    /** Returns when all of it serves. */
    static Fleet start(Desk desk) {
        Fleet fleet = new Fleet(desk, Folders.anew("nodes", desk.setting()));
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
    Part redisOf(long sale) {
        RedisNode master = redis.masterOf(sale);
        return new RedisPart("redis:" + master.port(), master);
    }

    Part zooKeeper() {
        return zooKeeper;
    }

    @Override
    public Holdings holdings(long sale) {
        return Holdings.read(database, sale);
    }

    @Override
    public Optional<Shelf> shelf(long sale) {
        return desk == Desk.QUEUE ? Optional.of(Shelf.read(redis.masterOf(sale), sale)) : Optional.empty();
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
        Crowd.of(NODES, node -> {
                    nodes.get(node).start();
                    return node;
                })
                .results();
        Nginx nginx = Nginx.before(nodes.stream().mapToInt(NodeProcess::port).toArray());
        running.add(0, nginx);
        port = nginx.port();
    }
}
