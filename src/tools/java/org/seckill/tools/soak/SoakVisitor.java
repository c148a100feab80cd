package org.seckill.tools.soak;

import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.testkit.node.ShopClient;

/** One who never buys, on one connection. For one thread at a time. */
final class SoakVisitor implements AutoCloseable {
    private static final Pattern COOKIE = Pattern.compile("killPhone=[^;\\s]+");
    private static final String WRONG_ADDRESS = "0123456789abcdef0123456789abcdef";
    private static final int OUT_OF_SALES = 1_000_000;

    /** Nobody's who buys. */
    private static final int FIRST_PHONE = 90_000_000;

    private static final int PHONES = 10_000;

    private final RawConnection line;
    private final Random random;
    private final int number;
    private final LongSupplier sale;
    private final LongAdder refusals;
    private String cookie = "";

    /** @param refusals counts the answers that say to come back later, as a node may that has too much to do */
    SoakVisitor(RawConnection line, Random random, int number, LongSupplier sale, LongAdder refusals) {
        this.line = line;
        this.random = random;
        this.number = number;
        this.sale = sale;
        this.refusals = refusals;
    }

    /** @return what was wrong with the answer */
    Optional<String> visit() {
        if (cookie.isEmpty()) {
            return logIn();
        }
        String here = "/seckill/" + sale.getAsLong();
        int chance = random.nextInt(100);
        if (chance < 20) {
            return expect("list", 200, RawRequest.get("/seckill/list", signedIn()));
        } else if (chance < 45) {
            return expect("detail", 200, RawRequest.get(here + "/detail", signedIn()));
        } else if (chance < 60) {
            return expect("time", 200, RawRequest.get("/seckill/time/now"));
        } else if (chance < 72) {
            return expect("exposer", 200, RawRequest.get(here + "/exposer", signedIn()));
        } else if (chance < 75) {
            return logIn();
        } else if (chance < 78) {
            return expect("result", 200, RawRequest.get(here + "/result", signedIn()));
        } else if (chance < 80) {
            return expect("purchases", 200, RawRequest.get("/seckill/purchases", signedIn()));
        }
        return misbehave(here, chance);
    }

    // So many unknown ones that what a node may remember of them is full before anything is judged.
    private Optional<String> misbehave(String here, int chance) {
        long nowhere = OUT_OF_SALES + (long) random.nextInt(Integer.MAX_VALUE);
        if (chance < 95) {
            return expect("detail of an unknown sale", 404, RawRequest.get("/seckill/" + nowhere + "/detail"));
        } else if (chance < 97) {
            return expect("a forged cookie", 401, RawRequest.get(here + "/result", "Cookie: killPhone=" + forged()));
        } else if (chance < 99) {
            return expect("a guessed address", 200, RawRequest.execution(sale.getAsLong(), WRONG_ADDRESS, signedIn()));
        }
        line.askAndLeave(RawRequest.get(here + "/detail", signedIn()));
        return Optional.empty();
    }

    private Optional<String> logIn() {
        int phone = FIRST_PHONE + number * PHONES + random.nextInt(PHONES);
        RawResponse reply = line.ask(RawRequest.login(ShopClient.phone(phone)));
        Matcher given = COOKIE.matcher(reply.head());
        if (reply.status() != 200 || !given.find()) {
            return Optional.of(VisitorLoad.surprise("login", 200, reply));
        }
        cookie = given.group();
        return Optional.empty();
    }

    private Optional<String> expect(String asked, int status, RawRequest ask) {
        RawResponse reply = line.ask(ask);
        if (reply.status() == 503 && reply.head().contains("Retry-After: ")) {
            refusals.increment();
            return Optional.empty();
        }
        return reply.status() == status ? Optional.empty() : Optional.of(VisitorLoad.surprise(asked, status, reply));
    }

    private String signedIn() {
        return "Cookie: " + cookie;
    }

    private String forged() {
        return ShopClient.phone(random.nextInt(PHONES)) + ".1700000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    }

    @Override
    public void close() {
        line.close();
    }
}
