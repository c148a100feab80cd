package org.seckill.nodes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seckill.check.Holdings;
import org.seckill.check.Shelf;
import org.seckill.parts.Desk;
import org.seckill.parts.NodeProcess;
import org.seckill.parts.Part;
import org.seckill.parts.RedisPart;
import org.seckill.parts.ZooKeeperProcess;
import org.seckill.shoppers.OnSale;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Folders;
import org.seckill.testing.Nginx;
import org.seckill.testing.RedisCluster;

/** Three nodes behind Nginx, with one database, Redis and ZooKeeper; each but Nginx and the database can be killed. */
final class Fleet implements AutoCloseable {
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

    /** Those that can be killed, by kind. */
    List<List<Part>> engines() {
        return List.of(redis.nodes().stream().<Part>map(RedisPart::new).toList(), List.of(zooKeeper));
    }

    Holdings holdings(OnSale sale) {
        return Holdings.read(database, sale.id());
    }

    /** Nothing where orders do not go through Redis. */
    Optional<Shelf> shelf(OnSale sale) {
        return desk == Desk.QUEUE ? Optional.of(Shelf.read(redis, sale.id())) : Optional.empty();
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
        Map<String, String> settings = settings();
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

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SECKILL_DB_URL", database.url());
        settings.put("SECKILL_DB_USER", database.user());
        settings.put("SECKILL_DB_PASSWORD", database.password());
        settings.put("SECKILL_REDIS_URL", redis.url());
        settings.put("SECKILL_SECRET", "a secret that only the trials know of");
        settings.put("SECKILL_PURCHASE", desk.setting());
        settings.put("SECKILL_ZOOKEEPER", zooKeeper.address());
        return settings;
    }
}
