package org.seckill.reservation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.seckill.order.Ticket;
import org.seckill.redis.RedisCalls;
import org.seckill.redis.RedisScript;
import org.springframework.stereotype.Component;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** The states of the sales' buyers in Redis. Thread-safe. */
@Component
public final class RedisBuyers {
    /** The first cursor of a scan, and the one after its last page. */
    public static final String BEGINNING = ScanParams.SCAN_POINTER_START;

    private static final RedisScript AMEND = RedisScript.load(RedisBuyers.class, "amend.lua");

    private final RedisCalls calls;

    /**
     * The state of a buyer of a sale in Redis. Its text is described at {@link OrderState}.
     *
     * @param word the entry's id for {@code WAITING}; the epoch for {@code SOLD_OUT}; otherwise empty
     */
    public record Buyer(OrderState state, Ticket ticket, String word) {
        private static final Pattern EPOCH = Pattern.compile("[0-9]{1,9}");

        /** @throws IllegalArgumentException if the state is sold out and the word is no epoch */
        public Buyer {
            if (state == OrderState.SOLD_OUT && !EPOCH.matcher(word).matches()) {
                throw new IllegalArgumentException("no epoch");
            }
        }

        /** Reads a stored text; empty if it is none that a node writes. */
        static Optional<Buyer> find(String text) {
            try {
                return Optional.of(read(text));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** @throws IllegalArgumentException if the text is none that a node writes */
        static Buyer read(String text) {
            OrderState state = OrderState.of(text);
            String[] parts = text.substring(1).split(" ", 2);
            return new Buyer(state, new Ticket(parts[0]), parts.length == 2 ? parts[1] : "");
        }
    }

    /** The correction of one buyer: the state that was found and the right one; empty for none. */
    public record Amendment(String phone, String found, String right) {}

    /** One page of a scan: states by phone, and the cursor of the next page. */
    public record Page(Map<String, String> buyers, String next) {}

    RedisBuyers(RedisCalls calls) {
        this.calls = calls;
    }

    /** The state of a buyer. Empty also if it is unreadable: {@code reserve.lua} treats that as no state, too. */
    public Optional<Buyer> known(long sale, String phone) {
        return Optional.ofNullable(
                        calls.call(redis -> redis.hget(SaleKeys.of(sale).buyers(), phone)))
                .flatMap(Buyer::find);
    }

    /** The state of each buyer, in the order of the phones; an empty text for none. */
    public List<String> known(long sale, List<String> phones) {
        return calls.call(redis -> redis.hmget(SaleKeys.of(sale).buyers(), phones.toArray(String[]::new))).stream()
                .map(known -> known == null ? "" : known)
                .toList();
    }

    /**
     * Reads one page of all buyers. A buyer may be on several pages.
     *
     * @param from {@link #BEGINNING}, then the cursor of the page before; the scan ends when that is the beginning again
     * @param atMost a hint for the size of the page
     */
    public Page buyers(long sale, String from, int atMost) {
        ScanResult<Map.Entry<String, String>> page =
                calls.call(redis -> redis.hscan(SaleKeys.of(sale).buyers(), from, new ScanParams().count(atMost)));
        Map<String, String> buyers = new HashMap<>();
        page.getResult().forEach(buyer -> buyers.put(buyer.getKey(), buyer.getValue()));
        return new Page(buyers, page.getCursor());
    }

    /**
     * Corrects the buyers whose state is still the one that was found and who do not wait with an entry of the stream.
     *
     * @param repair whether to correct them; otherwise they are only counted
     * @return the number of such buyers
     */
    public long amend(long sale, List<Amendment> amendments, boolean repair) {
        SaleKeys keys = SaleKeys.of(sale);
        List<String> arguments = new ArrayList<>(List.of(repair ? "1" : "0"));
        amendments.forEach(one -> arguments.addAll(List.of(one.phone(), one.found(), one.right())));
        return calls.count(AMEND, keys.all().subList(0, 4), arguments);
    }

    /** Whether holders from before the stock was loaded may still be missing in Redis. */
    public boolean isAnew(long sale) {
        return calls.call(redis -> redis.hexists(SaleKeys.of(sale).epoch(), "buyers"));
    }

    /** Marks all holders from before the load as present. */
    public void isKnown(long sale) {
        calls.call(redis -> redis.hdel(SaleKeys.of(sale).epoch(), "buyers"));
    }
}
