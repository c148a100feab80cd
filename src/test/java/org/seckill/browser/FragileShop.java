package org.seckill.browser;

import org.seckill.server.Server;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.TcpProxy;

/** A shop whose two connections can be broken: the browser's to it, and its own to the database. */
final class FragileShop implements AutoCloseable {
    private static final int BUSY = -4;

    private final Sales sales = new Sales(Engines.database());
    private final TcpProxy database = new TcpProxy(Engines.database().port());
    private final Server app = App.startBehind(database);
    private final TcpProxy front = new TcpProxy(app.port());

    String base() {
        return "http://localhost:" + front.port();
    }

    /** Of the node itself, past the proxy. */
    int port() {
        return app.port();
    }

    /** Past the proxy. */
    Shop shop() {
        return new Shop(app.port());
    }

    TcpProxy front() {
        return front;
    }

    TcpProxy database() {
        return database;
    }

    /** Once this returns, an order is refused as busy: no connection is left in the pool that looks alive. */
    void loseTheDatabase() {
        long sale = sales.open(1);
        Shop buyer = shop().loggedIn(Shop.phone(1));
        String md5 = buyer.md5(sale);
        database.cut();
        Crowd.until(() -> buyer.execute(sale, md5).state() == BUSY);
    }

    void heal() {
        front.heal();
        database.heal();
        Crowd.until(() -> shop().get("/readyz").status() == 200);
    }

    @Override
    public void close() {
        front.close();
        app.close();
        database.close();
    }
}
