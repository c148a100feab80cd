package org.seckill.browser;

import static org.seckill.testkit.run.TestTimeouts.await;

import org.seckill.testkit.node.PurchaseMode;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;

/** A shop with two connections that can fail: the browser's to the shop, and the shop's to the database. */
final class FaultyShop implements AutoCloseable {
    private static final int BUSY = -4;

    private final TestShop shop = TestShop.at(PurchaseMode.PROCEDURE)
            .databaseProxy()
            .with("SECKILL_PURCHASE_DEADLINE_MS", 1000)
            .start();
    private final TcpProxy front = new TcpProxy(shop.port());

    /** The address for browsers, through the proxy. */
    String base() {
        return "http://localhost:" + front.port();
    }

    /** The port of the node, not of the proxy. */
    int port() {
        return shop.port();
    }

    /** A client that does not use the proxy. */
    ShopClient shop() {
        return shop.client();
    }

    TcpProxy front() {
        return front;
    }

    TcpProxy database() {
        return shop.databaseProxy();
    }

    /** Once this returns, an order is refused as busy: the pool has no connection left that looks alive. */
    void loseTheDatabase() {
        long sale = shop.sales().open(1);
        ShopClient buyer = shop().loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        database().cut();
        await().until(() -> buyer.execute(sale, md5).state() == BUSY);
    }

    void heal() {
        front.heal();
        database().heal();
        await().until(() -> shop().get("/readyz").status() == 200);
    }

    @Override
    public void close() {
        front.close();
        shop.close();
    }
}
