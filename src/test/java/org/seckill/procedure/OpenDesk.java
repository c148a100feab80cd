package org.seckill.procedure;

import org.seckill.order.PurchaseDesk;
import org.seckill.testkit.proxy.TcpProxy;

/**
 * A desk with real engines.
 *
 * @param proxy in front of the engine that decides its orders
 * @param closing closes the desk, which answers all its orders, and then the resources it uses
 */
public record OpenDesk(PurchaseDesk desk, TcpProxy proxy, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
        closing.run();
    }
}
