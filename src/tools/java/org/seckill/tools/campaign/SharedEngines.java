package org.seckill.tools.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.DatabasePair;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.RedisPair;
import org.seckill.testkit.engine.ZooKeeperProcess;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.FakeClock;
import org.seckill.testkit.run.Fault;
import org.seckill.testkit.run.Restartable;

/** The engines of a campaign, one for all nodes. What Redis said it keeps, also when it is killed. */
final class SharedEngines implements AutoCloseable {
    private final FakeClock databaseClock;
    private final DatabasePair databases;
    private final RedisPair redises;
    private final ZooKeeperProcess zooKeeper;
    private final List<TcpProxy> databaseAddresses = new CopyOnWriteArrayList<>();
    private final List<TcpProxy> redisAddresses = new CopyOnWriteArrayList<>();

    private SharedEngines(Path home) {
        databaseClock = new FakeClock(home.resolve("database-clock"));
        databases = new DatabasePair(home, databaseClock);
        zooKeeper = new ZooKeeperProcess(home);
        redises = new RedisPair(redis(home.resolve("redis")), redis(home.resolve("second-redis")));
    }

    /** Returns when all serve. */
    static SharedEngines start(Path home) {
        SharedEngines engines = new SharedEngines(home);
        try {
            List<Runnable> others = List.of(engines.databases::start, engines.zooKeeper::start);
            ConcurrentRun.of(others.size(), one -> {
                        others.get(one).run();
                        return one;
                    })
                    .results();
            return engines;
        } catch (RuntimeException | Error e) {
            engines.close();
            throw e;
        }
    }

    /** The tests' own way to the server that takes the writes, as long as no other one has its place. */
    Database database() {
        return databases.first().database();
    }

    /** That has the data, as long as no other one has its place. */
    RedisNode redis() {
        return redises.first();
    }

    /**
     * @param toDatabase the address by which some node knows the database; a failover moves it
     * @param toRedis in the same way
     */
    void know(TcpProxy toDatabase, TcpProxy toRedis) {
        databaseAddresses.add(toDatabase);
        redisAddresses.add(toRedis);
    }

    int zooKeeperPort() {
        return zooKeeper.port();
    }

    Restartable at(FaultTarget place) {
        return switch (place) {
            case DATABASE -> databases.first();
            case REDIS -> redises.first();
            case ZOOKEEPER -> zooKeeper;
            default -> throw new IllegalArgumentException(place + " is no engine");
        };
    }

    /**
     * Writes that an engine refuses.
     *
     * @param database the schema that the nodes sell from
     */
    WriteRefusals refusals(Database database) {
        return new WriteRefusals(databases.first(), database, redises.first());
    }

    /** Another server takes the place of the one, with all its data, and gives it back. */
    Fault failover(FaultTarget place) {
        return switch (place) {
            case DATABASE ->
                new Fault(
                        "failover database",
                        () -> {
                            databases.switchOver();
                            lead(databaseAddresses, databases.second().port());
                        },
                        () -> {
                            databases.switchBack();
                            lead(databaseAddresses, databases.first().port());
                        });
            case REDIS ->
                new Fault(
                        "failover redis",
                        () -> {
                            redises.switchOver();
                            lead(redisAddresses, redises.second().port());
                        },
                        () -> {
                            redises.switchBack();
                            lead(redisAddresses, redises.first().port());
                        });
            default -> throw new IllegalArgumentException(place + " has no second one");
        };
    }

    /** The clock by which windows are decided. */
    FakeClock databaseClock() {
        return databaseClock;
    }

    @Override
    public void close() {
        zooKeeper.close();
        redises.close();
        databases.close();
    }

    private static RedisNode redis(Path home) {
        return RedisNode.start(home, "--appendfsync", "always");
    }

    private static void lead(List<TcpProxy> addresses, int port) {
        addresses.forEach(address -> address.leadTo(port));
    }
}
