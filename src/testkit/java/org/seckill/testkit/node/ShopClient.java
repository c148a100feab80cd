package org.seckill.testkit.node;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An HTTP client of a shop; it sends the cookie of the buyer who is logged in, if any. Thread-safe. */
public final class ShopClient {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    private static final int QUEUED = 2;
    private static final int UNKNOWN = -2;
    static final int BUSY = -4;

    private final String base;
    private final @Nullable String cookie;

    public ShopClient(int port) {
        this("http://localhost:" + port, null);
    }

    private ShopClient(String base, @Nullable String cookie) {
        this.base = base;
        this.cookie = cookie;
    }

    /** One answer; its body may be a page or an envelope. */
    public record Answer(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        public JsonNode json() {
            return JsonMapper.shared().readTree(http.body());
        }

        public JsonNode data() {
            return json().get("data");
        }

        public int state() {
            return data().get("state").asInt();
        }
    }

    public String base() {
        return base;
    }

    public int port() {
        return URI.create(base).getPort();
    }

    /**
     * The value of a metric of the node; 0 if it has none.
     *
     * @param series with its labels, if it has any
     */
    public double metric(String series) {
        return get("/metrics")
                .http()
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    /** @param number any number; each is another buyer */
    public static String phone(int number) {
        return String.format(Locale.ROOT, "138%08d", number);
    }

    /** A client of the same shop with this buyer logged in. */
    public ShopClient loggedIn(String phone) {
        Answer answer = post("/seckill/login", "phone=" + URLEncoder.encode(phone, StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new AssertionError("login: " + answer.http().body());
        }
        return withCookie(answer.header("Set-Cookie").replaceFirst(";.*", ""));
    }

    /** The cookie of the buyer who is logged in, as a browser sends it. */
    public String cookie() {
        return Objects.requireNonNull(cookie, "no buyer is logged in");
    }

    public ShopClient withCookie(String header) {
        return new ShopClient(base, header);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String form) {
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    public Answer expose(long sale) {
        return post("/seckill/" + sale + "/exposer", "");
    }

    /** The md5 of the purchase address; the sale must be open. */
    public String md5(long sale) {
        return expose(sale).data().get("md5").asString();
    }

    public Answer execute(long sale, String md5) {
        return post("/seckill/" + sale + "/" + md5 + "/execution", "");
    }

    public Answer buy(long sale) {
        return execute(sale, md5(sale));
    }

    /** Returns the answer itself, or, if it is "queued", the final result of the order. */
    public Answer settled(long sale, Answer press) {
        if (press.status() != 200 || press.state() != QUEUED) {
            return press;
        }
        return await().until(() -> result(sale), answer -> answer.state() != QUEUED && answer.state() != UNKNOWN);
    }

    /** Orders again while a node answers "busy": on a slow machine it looks up the holders of only a part of a crowd. */
    public Answer executeWhileBusy(long sale, String md5) {
        return whileBusy(() -> execute(sale, md5), ShopClient::isBusy);
    }

    /** Whether a node answers so; a refusal of Nginx has no data. */
    private static boolean isBusy(Answer answer) {
        return answer.status() == 503
                && answer.json().path("data").path("state").asInt(0) == BUSY;
    }

    /** Asks until a node knows: one that cannot answer in time answers 503. */
    public Answer result(long sale) {
        return await().until(() -> resultAtOnce(sale), told -> told.status() != 503);
    }

    /** The answer of one request, which may be that the node does not know. */
    public Answer resultAtOnce(long sale) {
        return get("/seckill/" + sale + "/result");
    }

    /** Asks again while the answer is "busy", up to a hundred times. */
    public static Answer whileBusy(Supplier<Answer> question, Predicate<Answer> isBusy) {
        Answer answer = question.get();
        for (int i = 0; i < 100 && isBusy.test(answer); i++) {
            answer = question.get();
        }
        return answer;
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        return cookie == null ? request : request.header("Cookie", cookie);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
