package org.seckill.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.seckill.queue.RedisQueue.Amendment;
import org.seckill.queue.StockMapper.Holder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Compares what Redis remembers of a sale's buyers with who holds a purchase, and mends it. The sale goes on meanwhile: a
 * buyer is only touched while Redis says the same as when it was read. Safe for use by any number of threads and nodes.
 */
@Component
final class BuyersAudit {
    private static final Logger log = LoggerFactory.getLogger(BuyersAudit.class);

    private static final int PAGE = 1000;

    private final StockMapper stocks;
    private final RedisQueue redis;
    private final QueueMeters meters;

    BuyersAudit(StockMapper stocks, RedisQueue redis, QueueMeters meters) {
        this.stocks = stocks;
        this.redis = redis;
        this.meters = meters;
    }

    /**
     * @return how many buyers were wrong
     * @throws DataAccessException when the database or Redis does not answer
     */
    long take(long sale) {
        return holders(sale) + remembered(sale);
    }

    /** Whoever holds a purchase is known to. */
    private long holders(long sale) {
        long wrong = 0;
        String after = "";
        List<Holder> page = stocks.page(sale, after, PAGE);
        while (!page.isEmpty()) {
            List<String> known =
                    redis.known(sale, page.stream().map(Holder::phone).toList());
            List<Amendment> amendments = new ArrayList<>();
            for (int i = 0; i < page.size(); i++) {
                Holder holder = page.get(i);
                String right = "R" + holder.ticket();
                if (!right.equals(known.get(i))) {
                    amendments.add(new Amendment(holder.phone(), known.get(i), right));
                }
            }
            wrong += amend(sale, Drift.UNKNOWN_HOLDER, amendments);
            after = page.get(page.size() - 1).phone();
            page = stocks.page(sale, after, PAGE);
        }
        return wrong;
    }

    /** Whoever is said to hold a purchase does, and whoever is said to wait has an entry. */
    private long remembered(long sale) {
        long wrong = 0;
        String cursor = RedisQueue.BEGINNING;
        do {
            RedisQueue.Page page = redis.buyers(sale, cursor, PAGE);
            wrong += noPurchase(sale, only(page.buyers(), known -> known.startsWith("R")));
            wrong += stranded(sale, only(page.buyers(), known -> known.startsWith("W")));
            cursor = page.next();
        } while (!cursor.equals(RedisQueue.BEGINNING));
        return wrong;
    }

    private long noPurchase(long sale, Map<String, String> said) {
        Set<String> holders = holders(sale, said.keySet());
        return amend(
                sale,
                Drift.NO_PURCHASE,
                said.entrySet().stream()
                        .filter(one -> !holders.contains(one.getKey()))
                        .map(one -> new Amendment(one.getKey(), one.getValue(), ""))
                        .toList());
    }

    private long stranded(long sale, Map<String, String> said) {
        Set<String> holders = holders(sale, said.keySet());
        return amend(
                sale,
                Drift.STRANDED,
                said.entrySet().stream()
                        .filter(one -> !holders.contains(one.getKey()))
                        .map(one -> new Amendment(one.getKey(), one.getValue(), "B" + ticket(one.getValue())))
                        .toList());
    }

    private long amend(long sale, Drift kind, List<Amendment> amendments) {
        long wrong = amendments.isEmpty() ? 0 : redis.amend(sale, amendments);
        if (wrong > 0) {
            meters.drift(kind, wrong);
            log.warn("drift repaired sale={} kind={} buyers={}", sale, kind, wrong);
        }
        return wrong;
    }

    private Set<String> holders(long sale, Set<String> phones) {
        List<String> asked = List.copyOf(phones);
        Set<String> holders = new HashSet<>();
        for (int from = 0; from < asked.size(); from += PAGE) {
            List<String> page = asked.subList(from, Math.min(asked.size(), from + PAGE));
            stocks.holders(sale, page).forEach(holder -> holders.add(holder.phone()));
        }
        return holders;
    }

    private static Map<String, String> only(Map<String, String> buyers, Predicate<String> known) {
        return buyers.entrySet().stream()
                .filter(one -> known.test(one.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String ticket(String waits) {
        return waits.substring(1).split(" ", 2)[0];
    }
}
