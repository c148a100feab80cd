package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seckill.testing.Shop;

/** Buyers who have logged in over HTTP; they are made once and come to every sale. */
final class Buyers {
    private static final String MD5 = "\"md5\":\"";

    private final Lines lines;
    private final List<String> cookies = new ArrayList<>();

    Buyers(Lines lines) {
        this.lines = lines;
    }

    static String phone(int buyer) {
        return Shop.phone(buyer);
    }

    /** @return the cookies of the first so many, as a request's header has them */
    List<String> first(int count) {
        List<Ask> logins = IntStream.range(Math.min(cookies.size(), count), count)
                .mapToObj(buyer -> Ask.login(phone(buyer)))
                .toList();
        cookies.addAll(lines.ask(logins, Buyers::cookie));
        return cookies.subList(0, count);
    }

    /** @return the request of each of the first so many that buys; the exposer is asked for each */
    List<Ask> orders(long sale, int count) {
        return orders(lines, sale, count);
    }

    /** @param shop where the sale is; who is signed in at one shop of these is so at all */
    List<Ask> orders(Lines shop, long sale, int count) {
        List<String> signedIn = first(count);
        List<Ask> asks =
                signedIn.stream().map(cookie -> Ask.exposer(sale, cookie)).toList();
        List<String> md5s = shop.ask(asks, Buyers::md5);
        return IntStream.range(0, count)
                .mapToObj(buyer -> Ask.execution(sale, md5s.get(buyer), "Cookie: " + signedIn.get(buyer)))
                .toList();
    }

    private static String cookie(Reply reply) {
        String head = reply.head();
        int start = head.indexOf("killPhone=");
        if (reply.status() != 200 || start < 0) {
            throw new AssertionError("no login: " + head + reply.body());
        }
        return head.substring(start, head.indexOf(';', start));
    }

    private static String md5(Reply reply) {
        int start = reply.body().indexOf(MD5);
        if (start < 0) {
            throw new AssertionError("not exposed: " + reply.head() + reply.body());
        }
        return reply.body().substring(start + MD5.length(), start + MD5.length() + 32);
    }
}
