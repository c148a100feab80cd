package org.seckill.browser;

import static org.seckill.testkit.run.TestTimeouts.await;

import org.seckill.server.Server;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestNode;
import org.seckill.testkit.proxy.TcpProxy;

/** A shop whose two connections can be broken: the browser's to it, and its own to the database. */
final class FaultyShop implements AutoCloseable {
    private static final int BUSY = -4;

    private final TestSales sales = new TestSales(TestEngines.database());
    private final TcpProxy database = new TcpProxy(TestEngines.database().port());
    private final Server app = TestNode.startBehind(database);
    private final TcpProxy front = new TcpProxy(app.port());

    String base() {
        return "http://localhost:" + front.port();
    }

    /** Of the node itself, past the proxy. */
    int port() {
        return app.port();
    }

    /** Past the proxy. */
    ShopClient shop() {
        return new ShopClient(app.port());
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
        ShopClient buyer = shop().loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        database.cut();
        await().until(() -> buyer.execute(sale, md5).state() == BUSY);
    }

    void heal() {
        front.heal();
        database.heal();
        await().until(() -> shop().get("/readyz").status() == 200);
    }

    @Override
    public void close() {
        front.close();
        app.close();
        database.close();
    }
}
