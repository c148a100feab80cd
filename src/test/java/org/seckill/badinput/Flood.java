package org.seckill.badinput;

import java.util.Locale;
import org.seckill.bench.Ask;
import org.seckill.bench.HttpLine;
import org.seckill.bench.Reply;

/** Requests no two of which name the same thing, on connections that are kept. For one thread. */
final class Flood implements AutoCloseable {
    private static final String SIGNATURE = "A".repeat(43);

    private final long sale;
    private final String cookie;
    private final HttpLine line;

    /** @param cookie of somebody who is logged in */
    Flood(int port, long sale, String cookie) {
        this.sale = sale;
        this.cookie = "Cookie: " + cookie;
        this.line = new HttpLine(port);
    }

    /** @param number of the request, from which all that it names is made */
    void send(int number) {
        Ask ask = ask(number);
        Reply reply = line.ask(ask);
        if (reply.status() >= 500) {
            throw new AssertionError(ask + ": " + reply);
        }
    }

    private Ask ask(int number) {
        long unknown = 1_000_000_000L + number;
        String forged =
                "Cookie: killPhone=138" + String.format(Locale.ROOT, "%08d", number) + ".1700000000000." + SIGNATURE;
        String md5 = String.format(Locale.ROOT, "%032x", number);
        return switch (number % 10) {
            case 0 -> Ask.get("/seckill/" + unknown + "/detail");
            case 1 -> Ask.exposer(unknown, cookie.substring("Cookie: ".length()));
            case 2 -> Ask.get("/seckill/" + unknown + "/result", cookie);
            case 3 -> Ask.execution(unknown, md5, cookie);
            case 4 -> Ask.execution(sale, md5, cookie);
            case 5 -> Ask.get("/seckill/" + sale + "/exposer", forged);
            case 6 -> Ask.get("/seckill/none-" + number + "/none", "Accept: text/html");
            case 7 -> Ask.get("/static/img/none-" + number + ".svg?" + number);
            case 8 -> Ask.get("/seckill/list?page=" + number, languages(number), "Cookie: language=x" + number);
            default -> Ask.login("1" + number);
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
