package org.seckill.tools.benchshop;

import java.util.List;
import org.seckill.engine.EmbeddedRedis;
import org.seckill.order.Order;
import org.seckill.reservation.BareQueue;

/** A Redis that nobody but the bare script asks, and one that may follow it. */
final class BareRedis {
    private final EmbeddedRedis master;
    private final RedisAdmin masterDoor;
    private final RedisAdmin replicaDoor;
    private final BareQueue queue;

    BareRedis(BenchShop premises) {
        this.master = premises.anotherRedis("bare");
        this.masterDoor = new RedisAdmin(master.port());
        this.replicaDoor = new RedisAdmin(premises.anotherRedis("replica").port());
        this.queue = BareQueue.on(master.port(), ScriptCase.CONNECTIONS);
    }

    /** Empty, and as it is to be. */
    void prepare(RedisDurability keeping) {
        replicaDoor.followNobody();
        keeping.applyTo(masterDoor);
        masterDoor.empty();
        if (keeping.replicas() > 0) {
            replicaDoor.follow(master.port());
            masterDoor.awaitFile();
        }
    }

    int reserve(RedisDurability keeping, long sale, List<Order> orders) {
        return keeping.replicas() > 0 ? queue.reserve(sale, orders, keeping.replicas()) : queue.reserve(sale, orders);
    }

    BareQueue queue() {
        return queue;
    }

    long pid() {
        return master.pid();
    }
}
