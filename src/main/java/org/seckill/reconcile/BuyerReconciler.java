package org.seckill.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.seckill.reconcile.StockMapper.Holder;
import org.seckill.reservation.OrderState;
import org.seckill.reservation.RedisBuyers;
import org.seckill.reservation.RedisBuyers.Amendment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Compares the buyers of a sale in Redis with the purchases in the database, and repairs Redis. The sale continues
 * meanwhile: a buyer is changed only if the state in Redis is still the one that was read. Safe for use by any number of
 * threads and nodes.
 */
@Component
public final class BuyerReconciler {
    private static final Logger log = LoggerFactory.getLogger(BuyerReconciler.class);

    private static final int PAGE = 1000;

    private final StockMapper stocks;
    private final RedisBuyers buyers;
    private final QueueMeters meters;

    /** Per sale, the last logged number of buyers without a purchase. */
    private final ConcurrentMap<Long, Long> withoutPurchase = new ConcurrentHashMap<>();

    public BuyerReconciler(StockMapper stocks, RedisBuyers buyers, QueueMeters meters) {
        this.stocks = stocks;
        this.buyers = buyers;
        this.meters = meters;
    }

    /**
     * The comparison that a node makes during a sale. It never forgets a buyer whom Redis remembers as a holder and who has
     * no purchase in the database: the buyer was answered "success", and only an operator knows whether the database is an
     * older backup.
     *
     * @param repair whether to repair, count and log the differences; otherwise they are only returned
     * @return the number of wrong buyers by kind
     * @throws DataAccessException when the database or Redis does not answer
     */
    public Map<Drift, Long> take(long sale, boolean repair) {
        return take(sale, repair, false);
    }

    /**
     * As {@link #take(long, boolean)}.
     *
     * @param forget whether a repair also forgets the buyers without a purchase
     */
    public Map<Drift, Long> take(long sale, boolean repair, boolean forget) {
        Map<Drift, Long> wrong = new EnumMap<>(Drift.class);
        BiConsumer<Drift, List<Amendment>> amend = (kind, amendments) -> {
            boolean replaces = repair && (forget || kind != Drift.NO_PURCHASE);
            wrong.merge(kind, buyers.amend(sale, amendments, replaces), Long::sum);
        };
        boolean anew = buyers.isAnew(sale);
        try {
            holders(sale, amend);
            if (anew && repair) {
                buyers.isKnown(sale);
            }
            remembered(sale, amend);
        } finally {
            if (anew) {
                // They bought before the sale was loaded into Redis: no drift.
                Long known = wrong.remove(Drift.UNKNOWN_HOLDER);
                log.info("buyers loaded sale={} buyers={}", sale, known == null ? 0 : known);
            }
            wrong.values().removeIf(buyers -> buyers == 0);
            if (repair) {
                wrong.forEach((kind, buyers) -> {
                    if (forget || kind != Drift.NO_PURCHASE) {
                        report(sale, kind, buyers);
                    }
                });
                reportWithoutPurchase(sale, forget ? 0 : wrong.getOrDefault(Drift.NO_PURCHASE, 0L));
            }
        }
        return wrong;
    }

    /**
     * Finds the buyers whom Redis remembers as holders and who have no purchase in the database. Changes nothing.
     *
     * @return the state in Redis of each, by phone
     * @throws DataAccessException when the database or Redis does not answer
     */
    Map<String, String> withoutPurchase(long sale) {
        Map<String, String> found = new TreeMap<>();
        forEachPage(sale, page -> {
            Map<String, String> recorded = only(page, OrderState.RECORDED::begins);
            wrong(sale, recorded, known -> "").forEach(buyer -> found.put(buyer.phone(), buyer.found()));
        });
        return found;
    }

    // Logged only when the number changes: it is not repaired, so each comparison finds these buyers again.
    private void reportWithoutPurchase(long sale, long now) {
        Long before = now == 0 ? withoutPurchase.remove(sale) : withoutPurchase.put(sale, now);
        long more = now - (before == null ? 0 : before);
        if (more != 0 && now > 0) {
            meters.drift(Drift.NO_PURCHASE, Math.abs(more));
            log.error(
                    "buyers were answered \"success\", and the database has no purchase of them sale={} kind={} size={}: is"
                            + " it an older backup? Nothing is changed; the command reconcile lists them",
                    sale,
                    Drift.NO_PURCHASE,
                    now);
        }
    }

    private void report(long sale, Drift kind, long buyers) {
        meters.drift(kind, buyers);
        log.warn("drift repaired sale={} kind={} size={}", sale, kind, buyers);
    }

    /** Finds the holders of purchases whom Redis does not remember as such. */
    private void holders(long sale, BiConsumer<Drift, List<Amendment>> amend) {
        List<Holder> page = stocks.page(sale, "", PAGE);
        while (!page.isEmpty()) {
            List<String> phones = page.stream().map(Holder::phone).toList();
            List<String> known = buyers.known(sale, phones);
            List<Amendment> amendments = new ArrayList<>();
            for (int i = 0; i < page.size(); i++) {
                String right = OrderState.RECORDED.with(page.get(i).ticket());
                if (!right.equals(known.get(i))) {
                    amendments.add(new Amendment(phones.get(i), known.get(i), right));
                }
            }
            amend(Drift.UNKNOWN_HOLDER, amendments, amend);
            page = stocks.page(sale, phones.get(phones.size() - 1), PAGE);
        }
    }

    /** Finds the buyers in Redis who hold no purchase, or wait without an entry in the stream. */
    private void remembered(long sale, BiConsumer<Drift, List<Amendment>> amend) {
        forEachPage(sale, page -> {
            Map<String, String> recorded = only(page, OrderState.RECORDED::begins);
            amend(Drift.NO_PURCHASE, wrong(sale, recorded, known -> ""), amend);
            Map<String, String> waiting = only(page, OrderState.WAITING::begins);
            amend(Drift.STRANDED, wrong(sale, waiting, known -> OrderState.SET_ASIDE.with(ticket(known))), amend);
        });
    }

    private void forEachPage(long sale, Consumer<Map<String, String>> action) {
        String cursor = RedisBuyers.BEGINNING;
        do {
            RedisBuyers.Page page = buyers.buyers(sale, cursor, PAGE);
            action.accept(page.buyers());
            cursor = page.next();
        } while (!cursor.equals(RedisBuyers.BEGINNING));
    }

    // A buyer who holds a purchase is right already, or repaired as an unknown holder.
    private List<Amendment> wrong(long sale, Map<String, String> remembered, UnaryOperator<String> right) {
        Set<String> holders = holders(sale, remembered.keySet());
        return remembered.entrySet().stream()
                .filter(buyer -> !holders.contains(buyer.getKey()))
                .map(buyer -> new Amendment(buyer.getKey(), buyer.getValue(), right.apply(buyer.getValue())))
                .toList();
    }

    private static void amend(Drift kind, List<Amendment> amendments, BiConsumer<Drift, List<Amendment>> amend) {
        if (!amendments.isEmpty()) {
            amend.accept(kind, amendments);
        }
    }

    private Set<String> holders(long sale, Set<String> phones) {
        List<String> all = List.copyOf(phones);
        Set<String> holders = new HashSet<>();
        for (int from = 0; from < all.size(); from += PAGE) {
            List<String> page = all.subList(from, Math.min(all.size(), from + PAGE));
            stocks.holders(sale, page).forEach(holder -> holders.add(holder.phone()));
        }
        return holders;
    }

    private static Map<String, String> only(Map<String, String> buyers, Predicate<String> known) {
        return buyers.entrySet().stream()
                .filter(buyer -> known.test(buyer.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String ticket(String waiting) {
        return waiting.substring(1).split(" ", 2)[0];
    }
}
