package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** Several real nodes behind Nginx: shoppers do not notice when one of them fails. */
@Tag("nginx")
class NodesIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());

    private static TestShop first;
    private static TestShop second;
    private static TcpProxy toFirst;
    private static TcpProxy toSecond;

    @BeforeAll
    static void start() {
        first = TestShop.shared();
        second = TestShop.start(Map.of());
        toFirst = new TcpProxy(first.port());
        toSecond = new TcpProxy(second.port());
    }

    @AfterAll
    static void stop() {
        toFirst.close();
        toSecond.close();
        second.close();
    }

    @AfterEach
    void heal() {
        toFirst.heal();
        toSecond.heal();
    }

    @Test
    void aNodeThatIsStoppedIsPassedOver() {
        try (TestShop third = TestShop.start(Map.of());
                NginxProcess nginx = NginxProcess.before(third.port(), second.port())) {
            assertNobodyNotices(nginx, third::close);
        }
    }

    /** As a machine that is switched off under its process: kill -9, in the middle of what it was doing. */
    @Test
    void aNodeThatIsKilledIsPassedOver() {
        try (Program node = TestShop.at(PurchaseMode.PROCEDURE).startProcess(TestFolders.anew("nginx", "node"));
                NginxProcess nginx = NginxProcess.before(TestShop.clientOf(node).port(), second.port())) {
            assertNobodyNotices(nginx, node.processes().get(0)::destroyForcibly);
        }
    }

    @Test
    void aNodeWhoseConnectionsBreakIsPassedOver() {
        try (NginxProcess nginx = NginxProcess.before(toFirst.port(), toSecond.port())) {
            assertNobodyNotices(nginx, toFirst::cut);
        }
    }

    /** As after a power cut: nobody is there to refuse the connection. */
    @Test
    void aNodeThatDoesNotEvenRefuseIsPassedOver() throws IOException {
        try (DeafPort deaf = new DeafPort();
                NginxProcess nginx = NginxProcess.before(deaf.number(), second.port())) {
            assertNobodyNotices(nginx, () -> {});
            await().until(() -> asked(nginx, deaf.number() + "[^\"]*:504") > 0);
            assertThat(asked(nginx, deaf.number() + "[^\"]*:504"))
                    .as("asked now and then, not by each")
                    .isLessThan(60);
        }
    }

    @Test
    void aPurchaseThatNoNodeEvenRefusedIsRefusedForCertain() throws IOException {
        try (DeafPort deaf = new DeafPort();
                NginxProcess nginx = NginxProcess.before(deaf.number())) {
            assertThat(nginx.shop().execute(1000, "0".repeat(32)).status()).isEqualTo(503);
            await().until(() -> asked(nginx, deaf.number() + ":504:") > 0);
        }
    }

    @Test
    void aReadIsSentToAnotherNodeWhenOneFallsSilent() {
        try (NginxProcess nginx = NginxProcess.changed(
                "proxy_read_timeout 7s;", "proxy_read_timeout 2s;", toFirst.port(), toSecond.port())) {
            ShopClient shop = nginx.shop();
            toFirst.freeze();
            List<Integer> statuses =
                    ConcurrentRun.of(20, i -> shop.get("/seckill/me").status()).results();
            assertThat(statuses).containsOnly(200);
        }
    }

    /** A retry at another node would double the load of an overloaded shop. */
    @Test
    void aPurchaseThatIsNotAnsweredInTimeIsUnknownAndNotTriedElsewhere() {
        try (NginxProcess nginx = NginxProcess.changed(
                "proxy_read_timeout 14s;", "proxy_read_timeout 2s;", toFirst.port(), toSecond.port())) {
            ShopClient buyer = nginx.shop().loggedIn(ShopClient.phone(1));
            long sale = SALES.open(1);
            String md5 = buyer.md5(sale);
            int before = toFirst.struck() + toSecond.struck();
            toFirst.arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/execution", 1);
            toSecond.arm(Fault.SILENCE_INSTEAD_OF_THE_ANSWER, "/execution", 1);
            Answer answer = buyer.execute(sale, md5);
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.json().get("error").asString()).contains("unknown");
            assertThat(toFirst.struck() + toSecond.struck()).isEqualTo(before + 1);
            assertThat(buyer.result(sale).state()).isEqualTo(1);
        }
    }

    @Test
    void aPurchaseThatWasNeverSentIsRefusedForCertain() {
        try (NginxProcess nginx = NginxProcess.before(Program.freePort(), Program.freePort())) {
            ShopClient shop = nginx.shop();
            // The first finds out that nobody is there, the last that nobody is left to be asked.
            for (int i = 0; i < 10; i++) {
                Answer answer = shop.execute(1000, "0".repeat(32));
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isEqualTo("1");
                assertThat(answer.json().get("error").asString()).isEqualTo("busy, try again");
            }
            await().until(() -> asked(nginx, "seckill:502:") > 0);
            await().until(() -> asked(nginx, "127\\.0\\.0\\.1:[0-9]+, 127\\.0\\.0\\.1:[0-9]+:502, 502:") > 0);
        }
    }

    /** How often a node, and with what outcome, as the access log tells it. */
    private static long asked(NginxProcess nginx, String pattern) {
        Pattern node = Pattern.compile(" node=[^=]*" + pattern);
        return nginx.accessLog().stream()
                .filter(line -> node.matcher(line).find())
                .count();
    }

    /** Every kind of request, by many; the fault comes in the middle. */
    private static void assertNobodyNotices(NginxProcess nginx, Runnable fault) {
        long sale = SALES.open(1_000_000);
        // Of no other test: the page of all that a buyer bought is then short, and leaves its node in one piece.
        int strangers = 5_000_000;
        AtomicInteger asked = new AtomicInteger();
        ConcurrentRun crowd = ConcurrentRun.of(8, i -> {
            for (int n = 0; asked.get() < 800; n++) {
                asked.addAndGet(shopOnce(nginx, sale, strangers + i * 10_000 + n));
            }
            return i;
        });
        await().until(() -> asked.get() > 300);
        fault.run();
        crowd.results();
    }

    private static int shopOnce(NginxProcess nginx, long sale, int number) {
        ShopClient visitor = nginx.shop();
        ShopClient buyer = visitor.loggedIn(ShopClient.phone(number));
        Answer purchase = buyer.buy(sale);
        assertThat(purchase.status()).isEqualTo(200);
        assertThat(purchase.state()).isIn(1, -1);
        List<Answer> answers = List.of(
                asBrowser(visitor, "/seckill/list"),
                asBrowser(visitor, "/seckill/" + sale + "/detail"),
                visitor.get("/seckill/time/now"),
                buyer.get("/seckill/me"),
                // A node whose database is slow asks to be asked again, and Nginx asks nobody else then.
                ShopClient.whileBusy(() -> buyer.get("/seckill/purchases"), told -> told.status() == 503),
                buyer.resultAtOnce(sale),
                buyer.post("/seckill/logout", ""));
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        return answers.size() + 3;
    }

    /** Compressed, a page leaves its node in one piece. */
    private static Answer asBrowser(ShopClient visitor, String page) {
        return visitor.send(visitor.request(page).header("Accept-Encoding", "gzip"));
    }
}
