package org.seckill.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.seckill.parts.Affliction;
import org.seckill.parts.Desk;
import org.seckill.parts.FakeClock;
import org.seckill.parts.NodeProcess;
import org.seckill.parts.NodeSettings;
import org.seckill.testing.Database;
import org.seckill.testing.Flow;
import org.seckill.testing.TcpProxy;

/** A node whose every connection can break: its own to each engine, and Nginx' to it. */
final class Stand implements AutoCloseable {
    private static final Flow SLOW = Flow.slow(Integer.MAX_VALUE, Duration.ofMillis(30));
    private static final Flow TRICKLE = Flow.slow(1, Duration.ofMillis(1));
    private static final Flow NARROW = Flow.slow(256, Duration.ofMillis(10));

    private final TcpProxy toDatabase;
    private final TcpProxy toRedis;
    private final TcpProxy toZooKeeper;
    private final TcpProxy toNode;
    private final NodeProcess node;
    private final FakeClock clock;
    private final Database database;

    /** @param database with the schema that the node sells from */
    Stand(String name, Path home, Desk desk, Database database, SharedEngines engines) {
        toDatabase = new TcpProxy(database.port());
        this.database = database.at(toDatabase.port());
        toRedis = new TcpProxy(engines.redis().port());
        toZooKeeper = new TcpProxy(engines.zooKeeperPort());
        engines.know(toDatabase, toRedis);
        clock = new FakeClock(home.resolve(name));
        node = new NodeProcess(
                name,
                home,
                new NodeSettings(
                        desk,
                        this.database,
                        String.format(
                                Locale.ROOT, "redis://127.0.0.1:%d/%d", toRedis.port(), House.redisDatabase(desk)),
                        String.format(Locale.ROOT, "127.0.0.1:%d/%s", toZooKeeper.port(), desk.setting())),
                clock);
        toNode = new TcpProxy(node.port());
    }

    NodeProcess node() {
        return node;
    }

    /** By the node's own way to it. */
    Database database() {
        return database;
    }

    FakeClock clock() {
        return clock;
    }

    /** By which Nginx reaches the node. */
    int port() {
        return toNode.port();
    }

    Affliction affliction(Fault fault) {
        TcpProxy link = link(fault.place());
        String what =
                "%s %s of %s".formatted(fault.kind().words(), fault.place().words(), node.name());
        return new Affliction(what, () -> strike(link, fault.kind()), link::heal);
    }

    @Override
    public void close() {
        node.close();
        toNode.close();
        toZooKeeper.close();
        toRedis.close();
        toDatabase.close();
    }

    private TcpProxy link(Place place) {
        return switch (place) {
            case NODE_TO_DATABASE -> toDatabase;
            case NODE_TO_REDIS -> toRedis;
            case NODE_TO_ZOOKEEPER -> toZooKeeper;
            case NGINX_TO_NODE -> toNode;
            default -> throw new IllegalArgumentException(place + " is no connection");
        };
    }

    private static void strike(TcpProxy link, Kind kind) {
        switch (kind) {
            case CUT -> link.reset();
            case LOSE_REQUESTS -> link.let(Flow.LOST, Flow.FREE);
            case LOSE_ANSWERS -> link.let(Flow.FREE, Flow.LOST);
            case DELAY_REQUESTS -> link.let(Flow.HELD, Flow.FREE);
            case DELAY_ANSWERS -> link.let(Flow.FREE, Flow.HELD);
            case FREEZE -> link.freeze();
            case SLOW -> link.let(SLOW, SLOW);
            case TRICKLE -> link.let(TRICKLE, TRICKLE);
            case NARROW -> link.let(NARROW, NARROW);
            default -> throw new IllegalArgumentException(kind + " is for processes");
        }
    }
}
