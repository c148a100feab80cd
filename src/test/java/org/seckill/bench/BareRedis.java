package org.seckill.bench;

import java.util.List;
import org.seckill.desk.Order;
import org.seckill.queue.BareQueue;
import org.seckill.standalone.EmbeddedRedis;

/** A Redis that nobody but the bare script asks, and one that may follow it. */
final class BareRedis {
    private final EmbeddedRedis master;
    private final RedisDoor masterDoor;
    private final RedisDoor replicaDoor;
    private final BareQueue queue;

    BareRedis(Premises premises) {
        this.master = premises.anotherRedis("bare");
        this.masterDoor = new RedisDoor(master.port());
        this.replicaDoor = new RedisDoor(premises.anotherRedis("replica").port());
        this.queue = BareQueue.on(master.port(), ScriptCase.CONNECTIONS);
    }

    /** Empty, and as it is to be. */
    void prepare(Keeping keeping) {
        replicaDoor.followNobody();
        keeping.applyTo(masterDoor);
        masterDoor.empty();
        if (keeping.replicas() > 0) {
            replicaDoor.follow(master.port());
            masterDoor.awaitFile();
        }
    }

    int reserve(Keeping keeping, long sale, List<Order> orders) {
        return keeping.replicas() > 0 ? queue.reserve(sale, orders, keeping.replicas()) : queue.reserve(sale, orders);
    }

    BareQueue queue() {
        return queue;
    }

    long pid() {
        return master.pid();
    }
}
