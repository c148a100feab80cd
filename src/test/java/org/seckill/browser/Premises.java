package org.seckill.browser;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Nginx;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;

/** The shop that browsers visit. Its database is its own, so that its list shows nothing but a test's own sales. */
final class Premises {
    private static final Database DATABASE = Engines.database().schema("seckill_browser");
    private static final Server APP = App.start(Map.of(
            "SECKILL_DB_URL", DATABASE.url(),
            "SECKILL_REDIS_URL", Engines.redisUrl().replaceFirst("/0$", "/1")));
    private static final Sales SALES = new Sales(DATABASE);

    private Premises() {}

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
        static final Nginx NGINX = Nginx.before(APP.port());

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

    static Sales sales() {
        return SALES;
    }

    static Shop shop() {
        return new Shop(APP.port());
    }

    static int port() {
        return APP.port();
    }

    static void clear() {
        DATABASE.update("DELETE FROM purchase");
        DATABASE.update("DELETE FROM seckill");
    }
}
