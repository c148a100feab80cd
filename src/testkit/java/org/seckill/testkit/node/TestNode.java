package org.seckill.testkit.node;

import java.util.HashMap;
import java.util.Map;
import org.seckill.server.Listen;
import org.seckill.server.Server;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.proxy.TcpProxy;

/** The application in a real Tomcat, on the real engines. */
public final class TestNode {
    private static final Server SHARED = start(Map.of());

    private TestNode() {}

    /** The one that tests share which change none of its settings. */
    public static ShopClient shop() {
        return new ShopClient(SHARED.port());
    }

    /** One of a test's own, which closes it. */
    public static Server start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings());
        all.putAll(settings);
        return Server.start(new Listen("localhost", 0), all);
    }

    /** One whose way to the database leads through the proxy, and which gives an order up after a second. */
    public static Server startBehind(TcpProxy proxy) {
        return start(Map.of(
                "SECKILL_DB_URL",
                TestEngines.database().at(proxy.port()).url(),
                "SECKILL_PURCHASE_DEADLINE_MS",
                "1000"));
    }

    public static Map<String, String> settings() {
        Database database = TestEngines.database();
        return Map.of(
                "SECKILL_DB_URL", database.url(),
                "SECKILL_DB_USER", database.user(),
                "SECKILL_DB_PASSWORD", database.password(),
                "SECKILL_REDIS_URL", TestEngines.redisUrl(),
                "SECKILL_SECRET", "a secret that only the tests know of",
                "SECKILL_CACHE_NEAR_MS", "50",
                "SECKILL_CACHE_SHARED_MS", "100");
    }
}
