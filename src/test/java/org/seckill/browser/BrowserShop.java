package org.seckill.browser;

import java.util.Locale;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;

/** The shop of the browser tests. It has its own data, so that its list shows only the sales of the current test. */
final class BrowserShop {
    private static final TestShop SHOP =
            TestShop.at(PurchaseMode.PROCEDURE).ownData("browser").start();

    private BrowserShop() {}

    /** The address that a browser opens: the application's or that of Nginx in front of it. */
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

    /** Starts Nginx with the first use. */
    private static final class Gate {
        static final NginxProcess NGINX = NginxProcess.before(SHOP.port());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(NGINX::close));
        }
    }

    static Database database() {
        return SHOP.database();
    }

    static TestSales sales() {
        return SHOP.sales();
    }

    static ShopClient shop() {
        return SHOP.client();
    }

    static int port() {
        return SHOP.port();
    }

    static void clear() {
        database().update("DELETE FROM purchase");
        database().update("DELETE FROM seckill");
    }
}
