package org.seckill.tools.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.node.NodeProcess;
import org.seckill.testkit.node.NodeSettings;
import org.seckill.testkit.proxy.StreamFlow;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.FakeClock;
import org.seckill.testkit.run.Fault;

/** A node whose every connection can break: its own to each engine, and Nginx' to it. */
final class FaultyNode implements AutoCloseable {
    private static final StreamFlow SLOW = StreamFlow.slow(Integer.MAX_VALUE, Duration.ofMillis(30));
    private static final StreamFlow TRICKLE = StreamFlow.slow(1, Duration.ofMillis(1));
    private static final StreamFlow NARROW = StreamFlow.slow(256, Duration.ofMillis(10));

    private final TcpProxy toDatabase;
    private final TcpProxy toRedis;
    private final TcpProxy toZooKeeper;
    private final TcpProxy toNode;
    private final NodeProcess node;
    private final FakeClock clock;
    private final Database database;

    /** @param database with the schema that the node sells from */
    FaultyNode(String name, Path home, PurchaseMode desk, Database database, SharedEngines engines) {
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
                                Locale.ROOT,
                                "redis://127.0.0.1:%d/%d",
                                toRedis.port(),
                                CampaignShop.redisDatabase(desk)),
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

    Fault fault(CampaignFault fault) {
        TcpProxy link = link(fault.place());
        String what =
                "%s %s of %s".formatted(fault.kind().words(), fault.place().words(), node.name());
        return new Fault(what, () -> strike(link, fault.kind()), link::heal);
    }

    @Override
    public void close() {
        node.close();
        toNode.close();
        toZooKeeper.close();
        toRedis.close();
        toDatabase.close();
    }

    private TcpProxy link(FaultTarget place) {
        return switch (place) {
            case NODE_TO_DATABASE -> toDatabase;
            case NODE_TO_REDIS -> toRedis;
            case NODE_TO_ZOOKEEPER -> toZooKeeper;
            case NGINX_TO_NODE -> toNode;
            default -> throw new IllegalArgumentException(place + " is no connection");
        };
    }

    private static void strike(TcpProxy link, FaultKind kind) {
        switch (kind) {
            case CUT -> link.reset();
            case LOSE_REQUESTS -> link.let(StreamFlow.LOST, StreamFlow.FREE);
            case LOSE_ANSWERS -> link.let(StreamFlow.FREE, StreamFlow.LOST);
            case DELAY_REQUESTS -> link.let(StreamFlow.HELD, StreamFlow.FREE);
            case DELAY_ANSWERS -> link.let(StreamFlow.FREE, StreamFlow.HELD);
            case FREEZE -> link.freeze();
            case SLOW -> link.let(SLOW, SLOW);
            case TRICKLE -> link.let(TRICKLE, TRICKLE);
            case NARROW -> link.let(NARROW, NARROW);
            default -> throw new IllegalArgumentException(kind + " is for processes");
        }
    }
}
