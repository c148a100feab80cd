package org.seckill.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.NginxProcess;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;

/** The final answers to buyers of several real nodes behind Nginx, at both desks. */
@Tag("nginx")
@ParameterizedClass
@EnumSource(PurchaseMode.class)
class SellingNodesIT {
    private static TestShop first;
    private static TestShop second;
    private static TcpProxy toFirst;
    private static TcpProxy toSecond;

    private final PurchaseMode mode;
    private final TestSales sales = second.sales();

    SellingNodesIT(PurchaseMode mode) {
        this.mode = mode;
    }

    @BeforeParameterizedClassInvocation
    static void start(PurchaseMode mode) {
        first = TestShop.shared(mode);
        second = TestShop.besideShared(mode).start();
        toFirst = new TcpProxy(first.port());
        toSecond = new TcpProxy(second.port());
    }

    @AfterParameterizedClassInvocation
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
    void twoNodesSellASaleOutExactly() {
        try (NginxProcess nginx = NginxProcess.before(first.port(), second.port())) {
            long sale = sales.open(100);
            List<ShopClient> buyers = buyers(nginx, 300);
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();

            List<Integer> states =
                    settled(sale, buyers, i -> buyers.get(i).executeWhileBusy(sale, md5s.get(i))).stream()
                            .map(Answer::state)
                            .toList();

            assertThat(count(states)).isEqualTo(Map.of(1, 100L, 0, 200L));
            assertThat(sales.purchases(sale)).isEqualTo(100);
            assertThat(sales.stock(sale)).isZero();
            for (int i = 0; i < 300; i++) {
                assertThat(buyers.get(i).result(sale).state())
                        .as("result of buyer %d", i)
                        .isEqualTo(states.get(i));
            }
            await().until(() -> nodesAsked(nginx).containsAll(List.of(first.port(), second.port())));
        }
    }

    /** Its in-flight requests die with it, and what they were to do is still done exactly once. */
    @Test
    void aNodeThatDiesInTheMiddleOfASaleChangesNothing() {
        try (NginxProcess nginx = NginxProcess.before(toFirst.port(), toSecond.port())) {
            long sale = sales.open(100);
            List<ShopClient> buyers = buyers(nginx, 300);
            List<String> md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
            AtomicInteger pressed = new AtomicInteger();

            List<Answer> answers = settled(sale, buyers, i -> {
                if (pressed.incrementAndGet() == 60) {
                    toFirst.cut();
                }
                return buyers.get(i).executeWhileBusy(sale, md5s.get(i));
            });

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(sales.purchases(sale)).isEqualTo(100);
            for (int i = 0; i < 300; i++) {
                // Whose order had been recorded when its node died is told of it by the other, as a repeat.
                int told = answers.get(i).state();
                assertThat(told).isIn(1, 0, -1);
                assertThat(told != 0).as("buyer %d", i).isEqualTo(holds(sale, ShopClient.phone(i)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BEFORE_THE_REQUEST, 1", "BEFORE_THE_ANSWER, -1"})
    void aPurchaseWhoseNodeDiesInMidRequestIsConfirmedByAnother(Fault fault, int state) {
        try (NginxProcess nginx = NginxProcess.before(toFirst.port(), second.port())) {
            ShopClient buyer = nginx.shop().loggedIn(ShopClient.phone(1));
            long sale = sales.open(1);
            String md5 = buyer.md5(sale);
            toFirst.arm(fault, "/execution", 1);
            int before = toFirst.struck();
            // Nginx takes turns: one of two presses goes to the node that dies.
            List<Integer> states = IntStream.range(0, 2)
                    .mapToObj(i -> buyer.settled(sale, buyer.execute(sale, md5)).state())
                    .toList();
            assertThat(toFirst.struck()).isEqualTo(before + 1);
            assertThat(states).isSubsetOf(1, -1);
            if (mode == PurchaseMode.PROCEDURE) {
                assertThat(states).contains(state);
            }
            assertThat(sales.purchases(sale)).isEqualTo(1);
        }
    }

    @Test
    void aPurchaseThatNoNodeCouldAnswerIsUnknownAndFoundAtResult() {
        try (NginxProcess nginx = NginxProcess.before(toFirst.port())) {
            ShopClient buyer = nginx.shop().loggedIn(ShopClient.phone(1));
            long sale = sales.open(1);
            String md5 = buyer.md5(sale);
            toFirst.arm(Fault.BEFORE_THE_ANSWER, "/execution", Integer.MAX_VALUE);
            Answer answer = buyer.execute(sale, md5);
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.json().get("error").asString()).contains("unknown");
            assertThat(answer.header("Retry-After")).isEmpty();
            toFirst.heal();
            await().until(() -> buyer.result(sale).state() != 2);
            assertThat(buyer.result(sale).state()).isEqualTo(1);
        }
    }

    /** Everybody presses at once, and is told the end. */
    private static List<Answer> settled(long sale, List<ShopClient> buyers, IntFunction<Object> press) {
        List<Answer> answers = ConcurrentRun.of(buyers.size(), press).results();
        return IntStream.range(0, buyers.size())
                .mapToObj(i -> buyers.get(i).settled(sale, answers.get(i)))
                .toList();
    }

    private static List<ShopClient> buyers(NginxProcess nginx, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> nginx.shop().loggedIn(ShopClient.phone(i)))
                .toList();
    }

    private static Map<Integer, Long> count(List<Integer> states) {
        return states.stream().collect(Collectors.groupingBy(state -> state, Collectors.counting()));
    }

    private boolean holds(long sale, String phone) {
        return second.database()
                        .number("SELECT COUNT(*) FROM purchase WHERE seckill_id = ? AND user_phone = ?", sale, phone)
                == 1;
    }

    private static List<Integer> nodesAsked(NginxProcess nginx) {
        return nginx.accessLog().stream()
                .filter(line -> line.contains("/execution"))
                .map(line -> Integer.parseInt(line.replaceFirst(".*node=127\\.0\\.0\\.1:([0-9]+):.*", "$1")))
                .distinct()
                .toList();
    }
}
