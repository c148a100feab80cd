package org.seckill.procedure;

import org.seckill.order.PurchaseDesk;
import org.seckill.testkit.proxy.TcpProxy;

/**
 * A desk before real engines.
 *
 * @param proxy before the engine that answers its buyers
 * @param closing of the desk, which answers everybody, and then of whatever it was opened with
 */
public record OpenDesk(PurchaseDesk desk, TcpProxy proxy, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
        closing.run();
    }
}
