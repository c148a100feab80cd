package org.seckill.badinput;

import java.util.Locale;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;

/** Requests no two of which name the same thing, on connections that are kept. For one thread. */
final class DistinctRequests implements AutoCloseable {
    private static final String SIGNATURE = "A".repeat(43);

    private final long sale;
    private final String cookie;
    private final RawConnection line;

    /** @param cookie of somebody who is logged in */
    DistinctRequests(int port, long sale, String cookie) {
        this.sale = sale;
        this.cookie = "Cookie: " + cookie;
        this.line = new RawConnection(port);
    }

    /** @param number of the request, from which all that it names is made */
    void send(int number) {
        RawRequest ask = ask(number);
        RawResponse reply = line.ask(ask);
        if (reply.status() >= 500) {
            throw new AssertionError(ask + ": " + reply);
        }
    }

    private RawRequest ask(int number) {
        long unknown = 1_000_000_000L + number;
        String forged =
                "Cookie: killPhone=138" + String.format(Locale.ROOT, "%08d", number) + ".1700000000000." + SIGNATURE;
        String md5 = String.format(Locale.ROOT, "%032x", number);
        return switch (number % 10) {
            case 0 -> RawRequest.get("/seckill/" + unknown + "/detail");
            case 1 -> RawRequest.exposer(unknown, cookie.substring("Cookie: ".length()));
            case 2 -> RawRequest.get("/seckill/" + unknown + "/result", cookie);
            case 3 -> RawRequest.execution(unknown, md5, cookie);
            case 4 -> RawRequest.execution(sale, md5, cookie);
            case 5 -> RawRequest.get("/seckill/" + sale + "/exposer", forged);
            case 6 -> RawRequest.get("/seckill/none-" + number + "/none", "Accept: text/html");
            case 7 -> RawRequest.get("/static/img/none-" + number + ".svg?" + number);
            case 8 -> RawRequest.get("/seckill/list?page=" + number, languages(number), "Cookie: language=x" + number);
            default -> RawRequest.login("1" + number);
        };
    }

    /** Tags that are well formed, all of them others. */
    private static String languages(int number) {
        return String.format(Locale.ROOT, "Accept-Language: x%d-y%d,aa-%03d", number, number, number % 1000);
    }

    @Override
    public void close() {
        line.close();
    }
}
