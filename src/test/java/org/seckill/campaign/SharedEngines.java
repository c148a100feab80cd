package org.seckill.campaign;

import java.nio.file.Path;
import java.util.List;
import org.seckill.parts.DatabasePart;
import org.seckill.parts.Part;
import org.seckill.parts.RedisPart;
import org.seckill.parts.ZooKeeperProcess;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.RedisNode;

/** The engines of a campaign, one for all nodes. What Redis said it keeps, also when it is killed. */
final class SharedEngines implements AutoCloseable {
    private final DatabasePart database;
    private final RedisNode redis;
    private final RedisPart redisPart;
    private final ZooKeeperProcess zooKeeper;

    private SharedEngines(Path home) {
        database = new DatabasePart(home);
        zooKeeper = new ZooKeeperProcess(home);
        redis = RedisNode.start(home.resolve("redis"), "--appendfsync", "always");
        redisPart = new RedisPart("redis", redis);
    }

    /** Returns when all serve. */
    static SharedEngines start(Path home) {
        SharedEngines engines = new SharedEngines(home);
        try {
            List<Part> others = List.of(engines.database, engines.zooKeeper);
            Crowd.of(others.size(), one -> {
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

    Part at(Place place) {
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
    Refusals refusals(Database database) {
        return new Refusals(this.database, database, redis);
    }

    @Override
    public void close() {
        zooKeeper.close();
        redisPart.close();
        database.close();
    }
}
