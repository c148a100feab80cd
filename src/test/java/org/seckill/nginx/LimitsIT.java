package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.nginx.RecordingNode.Reply;
import org.seckill.testing.App;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.Nginx;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.Shop.Answer;

/** The limits with the numbers that are deployed. */
@Tag("nginx")
class LimitsIT {
    private static final String MD5 = "0".repeat(32);
    private static final String PHONE = "phone=13800000000";

    private final RecordingNode node = new RecordingNode();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void fiftyBuyersOfOneOfficeAreNotRefused() {
        try (Nginx nginx = Nginx.limiting(port(App.shop()))) {
            long sale = new Sales(Engines.database()).open(50);
            List<List<Answer>> ways = Crowd.of(50, i -> {
                        Shop buyer = nginx.shop().loggedIn(Shop.phone(i));
                        // A page that was opened early, its refresh, and a purchase that is sent again.
                        Answer waiting = buyer.expose(sale);
                        Answer exposed = buyer.expose(sale);
                        String md5 = exposed.data().get("md5").asString();
                        return List.of(waiting, exposed, buyer.execute(sale, md5), buyer.execute(sale, md5));
                    })
                    .results();
            assertThat(ways.stream().flatMap(List::stream))
                    .extracting(Answer::status)
                    .containsOnly(200);
        }
    }

    @Test
    void aBuyerWhoPressesLikeAMachineIsRefusedAndHisNeighbourIsNot() {
        try (Nginx nginx = Nginx.limiting(node.port())) {
            Shop machine = nginx.shop().withCookie("killPhone=" + cookie(1));
            List<Answer> answers = Crowd.of(60, i -> i % 2 == 0 ? machine.execute(1000, MD5) : machine.expose(1000))
                    .results();
            // Ten at once, and two more in each second that it takes.
            assertThat(refused(answers)).isBetween(20, 49);
            assertThat(nginx.shop()
                            .withCookie("killPhone=" + cookie(2))
                            .execute(1000, MD5)
                            .status())
                    .isEqualTo(200);
            assertThat(node.asked().size()).isEqualTo(61 - refused(answers));
        }
    }

    @Test
    void aRefusalIsTheEnvelopeAndSaysWhenToComeBack() {
        try (Nginx nginx = Nginx.limiting(node.port())) {
            Shop machine = nginx.shop().withCookie("killPhone=" + cookie(1));
            Answer refusal = Stream.generate(() -> machine.execute(1000, MD5))
                    .limit(50)
                    .filter(answer -> answer.status() != 200)
                    .findFirst()
                    .orElseThrow();
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.http().body())
                    .isEqualTo("{\"success\":false,\"data\":null,\"error\":\"too many requests, try again\"}");
            assertThat(refusal.header("Content-Type")).isEqualTo("application/json");
            assertThat(refusal.header("Retry-After")).isEqualTo("1");
            assertThat(refusal.header("Cache-Control")).isEqualTo("no-store");
            assertThat(refusal.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    /** Another cookie with each request gets past the buyer's limit, and meets that of the address. */
    @Test
    void whoMakesUpBuyersMeetsTheLimitOfTheirAddress() {
        try (Nginx nginx = Nginx.limiting(node.port())) {
            assertThat(passed(nginx, 2000, i -> "killPhone=" + cookie(i))).isBetween(500, 1500);
            assertThat(passed(nginx, 1000, i -> "killPhone=malformed" + i)).isLessThan(1000);
        }
    }

    @Test
    void loginsOfOneAddressAreLimited() {
        try (Nginx nginx = Nginx.limiting(node.port())) {
            Shop shop = nginx.shop();
            List<Answer> answers =
                    Crowd.of(400, i -> shop.post("/seckill/login", PHONE)).results();
            assertThat(400 - refused(answers)).isBetween(200, 350);
        }
    }

    @Test
    void whatCostsLittleIsNotLimited() {
        try (Nginx nginx = Nginx.limiting(node.port())) {
            Shop shop = nginx.shop().withCookie("killPhone=" + cookie(1));
            for (String path : new String[] {
                "/seckill/list", "/seckill/time/now", "/seckill/me", "/seckill/1000/result", "/static/img/parcel.svg"
            }) {
                List<Answer> answers = Crowd.of(50, i -> shop.get(path)).results();
                assertThat(answers).extracting(Answer::status).containsOnly(200);
            }
        }
    }

    /** Nor is it another way to spell the address. */
    @Test
    void thereIsNoWayAroundTheLimits() {
        try (Nginx nginx = Nginx.limiting(node.port())) {
            Shop machine = nginx.shop().withCookie("killPhone=" + cookie(1));
            String[] spellings = {
                "/seckill/1000/" + MD5 + "/execution",
                "//seckill///1000/" + MD5 + "/execution",
                "/seckill/1000/./" + MD5 + "/%65xecution",
                "/x/../seckill/1000/" + MD5 + "/execution?a=b",
                "/seckill/1000;a=b/" + MD5 + "/execution",
                "/seckill/1000/" + MD5 + "/execution;a=b",
                "/seckill/1000/" + MD5 + "/execution%3ba=b"
            };
            for (int i = 0; i < 70; i++) {
                machine.post(spellings[i % spellings.length], "");
            }
            assertThat(node.asked().size()).isLessThan(30);
            assertThat(node.asked()).noneMatch(request -> request.target().contains(";"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:a:b:c:%s, true",
        "2001:db8:1:2::%s,      true",
        "2001:db8::%s,          true",
        "2001:db8:1:%s::1,      false",
        "10.1.2.%s,             false"
    })
    void aVisitorIsAnAddressOrANetworkOfOneHousehold(String address, boolean isOne) {
        try (Nginx nginx = Nginx.behindLoadBalancer(node.port())) {
            AtomicInteger passed = new AtomicInteger();
            Crowd.of(400, i -> {
                        Shop shop = nginx.shop();
                        Answer answer = shop.send(shop.request("/seckill/login")
                                .header("X-Forwarded-For", "6.6.6.6, " + address.formatted(i % 250 + 1))
                                .POST(BodyPublishers.noBody()));
                        return answer.status() == 200 ? passed.incrementAndGet() : 0;
                    })
                    .results();
            assertThat(passed.get()).isBetween(isOne ? 200 : 400, isOne ? 350 : 400);
            assertThat(node.asked().get(0).header("x-forwarded-for")).matches(address.formatted("[0-9]+"));
        }
    }

    private int passed(Nginx nginx, int times, IntFunction<String> cookies) {
        node.answer(request -> Reply.page("ok"));
        List<Integer> passed = Crowd.of(20, member -> {
                    int count = 0;
                    for (int i = member; i < times; i += 20) {
                        Shop shop = nginx.shop().withCookie(cookies.apply(i));
                        count += shop.execute(1000, MD5).status() == 200 ? 1 : 0;
                    }
                    return count;
                })
                .results();
        return passed.stream().mapToInt(i -> i).sum();
    }

    private static int refused(List<Answer> answers) {
        return (int) answers.stream().filter(answer -> answer.status() == 429).count();
    }

    /** Well-formed; only a node can tell that it was never signed. */
    private static String cookie(int number) {
        return String.format(Locale.ROOT, "13800000000.1700000000000.%043d", number);
    }

    private static int port(Shop shop) {
        return URI.create(shop.base()).getPort();
    }
}
