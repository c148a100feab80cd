package org.seckill.reservation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seckill.redis.RedisCalls;
import org.seckill.redis.RedisScript;
import org.springframework.stereotype.Component;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** What is remembered of the sales' buyers. Safe for use by any number of threads. */
@Component
public final class RedisBuyers {
    /** Of a scan. */
    public static final String BEGINNING = ScanParams.SCAN_POINTER_START;

    private static final RedisScript AMEND = RedisScript.load(RedisBuyers.class, "amend.lua");

    private final RedisCalls calls;

    /** What is remembered of one buyer, and what is right; empty for nothing. */
    public record Amendment(String phone, String found, String right) {}

    /** Some buyers and what is remembered of them, and where the next are. */
    public record Page(Map<String, String> buyers, String next) {}

    RedisBuyers(RedisCalls calls) {
        this.calls = calls;
    }

    /** What is remembered of a buyer; nothing when nobody can read it, for a press takes it for nothing, too. */
    public Optional<String> known(long sale, String phone) {
        return Optional.ofNullable(
                        calls.told(redis -> redis.hget(SaleKeys.of(sale).buyers(), phone)))
                .filter(BuyerState::isReadable);
    }

    /** What is remembered of each buyer; empty for nothing. */
    public List<String> known(long sale, List<String> phones) {
        return calls.told(redis -> redis.hmget(SaleKeys.of(sale).buyers(), phones.toArray(String[]::new))).stream()
                .map(known -> known == null ? "" : known)
                .toList();
    }

    /** @param from {@link #BEGINNING}, and then where the last page ended, until that is the beginning again */
    public Page buyers(long sale, String from, int atMost) {
        ScanResult<Map.Entry<String, String>> page =
                calls.told(redis -> redis.hscan(SaleKeys.of(sale).buyers(), from, new ScanParams().count(atMost)));
        Map<String, String> buyers = new HashMap<>();
        page.getResult().forEach(buyer -> buyers.put(buyer.getKey(), buyer.getValue()));
        return new Page(buyers, page.getCursor());
    }

    /**
     * @param repair whether to do more than count
     * @return how many were still as they were found
     */
    public long amend(long sale, List<Amendment> amendments, boolean repair) {
        SaleKeys keys = SaleKeys.of(sale);
        List<String> arguments = new ArrayList<>(List.of(repair ? "1" : "0"));
        amendments.forEach(one -> arguments.addAll(List.of(one.phone(), one.found(), one.right())));
        return calls.count(AMEND, keys.all().subList(0, 4), arguments);
    }

    /** Whether those who bought before the stock was loaded may not be known yet. */
    public boolean isAnew(long sale) {
        return calls.told(redis -> redis.hexists(SaleKeys.of(sale).epoch(), "buyers"));
    }

    /** They are known. */
    public void isKnown(long sale) {
        calls.told(redis -> redis.hdel(SaleKeys.of(sale).epoch(), "buyers"));
    }
}
