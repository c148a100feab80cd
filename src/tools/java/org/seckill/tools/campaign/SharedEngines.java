package org.seckill.tools.campaign;

import java.nio.file.Path;
import java.util.List;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.DatabaseProcess;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.RedisProcess;
import org.seckill.testkit.engine.ZooKeeperProcess;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Restartable;

/** The engines of a campaign, one for all nodes. What Redis said it keeps, also when it is killed. */
final class SharedEngines implements AutoCloseable {
    private final DatabaseProcess database;
    private final RedisNode redis;
    private final RedisProcess redisPart;
    private final ZooKeeperProcess zooKeeper;

    private SharedEngines(Path home) {
        database = new DatabaseProcess(home);
        zooKeeper = new ZooKeeperProcess(home);
        redis = RedisNode.start(home.resolve("redis"), "--appendfsync", "always");
        redisPart = new RedisProcess("redis", redis);
    }

    /** Returns when all serve. */
    static SharedEngines start(Path home) {
        SharedEngines engines = new SharedEngines(home);
        try {
            List<Restartable> others = List.of(engines.database, engines.zooKeeper);
            ConcurrentRun.of(others.size(), one -> {
                        others.get(one).start();
                        return one;
                    })
                    .results();
            return engines;
        } catch (RuntimeException | Error e) {
            engines.close();
            throw e;
        }
    }

    /** The tests' own way to the server. */
    Database database() {
        return database.database();
    }

    RedisNode redis() {
        return redis;
    }

    int zooKeeperPort() {
        return zooKeeper.port();
    }

    Restartable at(FaultTarget place) {
        return switch (place) {
            case DATABASE -> database;
            case REDIS -> redisPart;
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
        return new WriteRefusals(this.database, database, redis);
    }

    @Override
    public void close() {
        zooKeeper.close();
        redisPart.close();
        database.close();
    }
}
