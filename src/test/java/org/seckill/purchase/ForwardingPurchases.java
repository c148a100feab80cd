package org.seckill.purchase;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The real mapper, for those who watch some of its calls. */
class ForwardingPurchases implements PurchaseMapper {
    private final PurchaseMapper real;

    ForwardingPurchases(PurchaseMapper real) {
        this.real = real;
    }

    @Override
    public List<Verdict> execute(long sale, String orders) {
        return real.execute(sale, orders);
    }

    @Override
    public Instant databaseClock() {
        return real.databaseClock();
    }

    @Override
    public Optional<Purchase> find(long sale, String phone) {
        return real.find(sale, phone);
    }

    @Override
    public List<String> winners(long sale) {
        return real.winners(sale);
    }

    @Override
    public List<PurchaseLine> ofBuyer(String phone) {
        return real.ofBuyer(phone);
    }
}
