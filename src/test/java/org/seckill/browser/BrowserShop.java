package org.seckill.browser;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.seckill.server.Server;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestNode;

/** The shop that browsers visit. Its database is its own, so that its list shows nothing but a test's own sales. */
final class BrowserShop {
    private static final Database DATABASE = TestEngines.database().schema("seckill_browser");
    private static final Server APP = TestNode.start(Map.of(
            "SECKILL_DB_URL", DATABASE.url(),
            "SECKILL_REDIS_URL", TestEngines.redisUrl().replaceFirst("/0$", "/1")));
    private static final TestSales SALES = new TestSales(DATABASE);

    private BrowserShop() {}

    /** The ways in. */
    enum Door {
        APPLICATION,
        NGINX;

        String base() {
            return this == NGINX ? Gate.NGINX.shop().base() : shop().base();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Not started before somebody goes through it. */
    private static final class Gate {
        static final NginxProcess NGINX = NginxProcess.before(APP.port());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(NGINX::close));
        }
    }

    static Instant opening(long sale) {
        return moment("start_time", sale);
    }

    static Instant closing(long sale) {
        return moment("end_time", sale);
    }

    private static Instant moment(String column, long sale) {
        return Instant.ofEpochMilli(DATABASE.number(
                "SELECT ROUND(UNIX_TIMESTAMP(" + column + ") * 1000) FROM seckill WHERE seckill_id = ?", sale));
    }

    static Database database() {
        return DATABASE;
    }

    static TestSales sales() {
        return SALES;
    }

    static ShopClient shop() {
        return new ShopClient(APP.port());
    }

    static int port() {
        return APP.port();
    }

    static void clear() {
        DATABASE.update("DELETE FROM purchase");
        DATABASE.update("DELETE FROM seckill");
    }
}
