package org.seckill.tools.benchshop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seckill.testkit.http.RawConnections;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.testkit.node.ShopClient;

/** Buyers who have logged in over HTTP; they are made once and come to every sale. */
public final class LoggedInBuyers {
    private static final String MD5 = "\"md5\":\"";

    private final RawConnections lines;
    private final List<String> cookies = new ArrayList<>();

    LoggedInBuyers(RawConnections lines) {
        this.lines = lines;
    }

    public static String phone(int buyer) {
        return ShopClient.phone(buyer);
    }

    /** @return the cookies of the first so many, as a request's header has them */
    public List<String> first(int count) {
        List<RawRequest> logins = IntStream.range(Math.min(cookies.size(), count), count)
                .mapToObj(buyer -> RawRequest.login(phone(buyer)))
                .toList();
        cookies.addAll(lines.ask(logins, LoggedInBuyers::cookie));
        return cookies.subList(0, count);
    }

    /** @return the request of each of the first so many that buys; the exposer is asked for each */
    public List<RawRequest> orders(long sale, int count) {
        return orders(lines, sale, count);
    }

    /** @param shop where the sale is; who is signed in at one shop of these is so at all */
    public List<RawRequest> orders(RawConnections shop, long sale, int count) {
        List<String> signedIn = first(count);
        List<RawRequest> asks = signedIn.stream()
                .map(cookie -> RawRequest.exposer(sale, cookie))
                .toList();
        List<String> md5s = shop.ask(asks, LoggedInBuyers::md5);
        return IntStream.range(0, count)
                .mapToObj(buyer -> RawRequest.execution(sale, md5s.get(buyer), "Cookie: " + signedIn.get(buyer)))
                .toList();
    }

    private static String cookie(RawResponse reply) {
        String head = reply.head();
        int start = head.indexOf("killPhone=");
        if (reply.status() != 200 || start < 0) {
            throw new AssertionError("no login: " + head + reply.body());
        }
        return head.substring(start, head.indexOf(';', start));
    }

    private static String md5(RawResponse reply) {
        int start = reply.body().indexOf(MD5);
        if (start < 0) {
            throw new AssertionError("not exposed: " + reply.head() + reply.body());
        }
        return reply.body().substring(start + MD5.length(), start + MD5.length() + 32);
    }
}
