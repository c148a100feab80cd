package org.seckill.testkit.node;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;

/**
 * The engines and the desk of a node that is a process of its own.
 *
 * @param redis the value of {@code SECKILL_REDIS_URL}
 * @param zooKeeper the value of {@code SECKILL_ZOOKEEPER}; null without ZooKeeper
 */
public record NodeSettings(
        PurchaseMode desk,
        Database database,
        String redis,
        @Nullable String zooKeeper) {
    /** The environment of the node. */
    Map<String, String> environment() {
        Map<String, String> settings = new HashMap<>();
        settings.put("SECKILL_DB_URL", database.url());
        settings.put("SECKILL_DB_USER", database.user());
        settings.put("SECKILL_DB_PASSWORD", database.password());
        settings.put("SECKILL_REDIS_URL", redis);
        settings.put("SECKILL_SECRET", "a secret that only the trials know of");
        settings.put("SECKILL_PURCHASE", desk.setting());
        if (zooKeeper != null) {
            settings.put("SECKILL_ZOOKEEPER", zooKeeper);
        }
        return settings;
    }
}
