package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.run.ConcurrentRun;

/** Concurrent buyers of one sale during failures. Each buyer uses any node that answers. */
final class QueueLoad {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final int FINGERS = 12;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Supplier<ShopClient> door;
    private final long sale;
    private final List<ShopClient> buyers;
    private final List<String> md5s;
    private final AtomicInteger inVain = new AtomicInteger();
    private final ConcurrentRun crowd;

    /**
     * Every buyer orders until the outcome is known, and then polls the result.
     *
     * @param door supplies a node that is believed to be alive; called for each order
     */
    QueueLoad(Supplier<ShopClient> door, long sale, int size) {
        this.door = door;
        this.sale = sale;
        this.buyers = QueueNodes.buyers(door.get(), 0, size);
        this.md5s = buyers.stream().map(buyer -> buyer.md5(sale)).toList();
        this.crowd = ConcurrentRun.of(FINGERS, this::buyOneAfterTheOther);
    }

    /** @return the last state of each buyer: 1, 0, or -4 if a queued order was lost */
    List<Integer> end() {
        List<List<Integer>> states = crowd.results();
        return IntStream.range(0, buyers.size())
                .mapToObj(i -> states.get(i % FINGERS).get(i / FINGERS))
                .toList();
    }

    /** The number of buyers who were queued and did not get a unit. */
    int waitedInVain() {
        return inVain.get();
    }

    /** The buyers without a unit order until all units are sold. Then checks the states against the database. */
    void assertSoldExactly(int units, List<Integer> states) {
        for (int i = 0; i < buyers.size(); i++) {
            int state = states.get(i);
            assertThat(state).isIn(1, 0, -4);
            if (state == 1) {
                assertThat(ask(i).state()).as("buyer %d keeps it", i).isEqualTo(1);
            } else if (state == 0) {
                assertThat(recorded(i)).as("buyer %d was answered 0", i).isZero();
            }
        }
        await().until(() -> {
            for (int i = 0; i < buyers.size() && SALES.purchases(sale) < units; i++) {
                if (recorded(i) == 0) {
                    buy(i);
                }
            }
            return SALES.purchases(sale) >= units;
        });
        assertThat(SALES.purchases(sale)).isEqualTo(units);
        assertThat(SALES.stock(sale)).isZero();
    }

    private List<Integer> buyOneAfterTheOther(int finger) {
        List<Integer> mine = IntStream.range(0, buyers.size())
                .filter(i -> i % FINGERS == finger)
                .boxed()
                .toList();
        List<Integer> states = mine.stream().map(this::press).toList();
        return IntStream.range(0, mine.size())
                .mapToObj(n -> states.get(n) == 2 ? outcome(mine.get(n)) : states.get(n))
                .toList();
    }

    private void buy(int i) {
        if (press(i) == 2) {
            outcome(i);
        }
    }

    private int press(int i) {
        int state = send(
                        () -> through(i).execute(sale, md5s.get(i)),
                        answer -> answer.status() == 200 && answer.state() != -4 && answer.state() != -2)
                .state();
        return state == -1 ? 1 : state;
    }

    private int outcome(int i) {
        int state = send(
                        () -> through(i).result(sale),
                        answer -> answer.status() == 200 && answer.state() != 2 && answer.state() != -2)
                .state();
        inVain.addAndGet(state == 1 ? 0 : 1);
        return state;
    }

    private Answer ask(int i) {
        return send(() -> through(i).result(sale), answer -> answer.status() == 200);
    }

    private ShopClient through(int i) {
        return door.get().withCookie(buyers.get(i).cookie());
    }

    /** Sends the request until the answer is as expected. If the node is down, the next request goes to another one. */
    private static Answer send(Supplier<Answer> request, Predicate<Answer> isExpected) {
        return await().ignoreExceptionsMatching(AssertionError.class::isInstance)
                .pollInterval(PAUSE)
                .until(request::get, isExpected);
    }

    private long recorded(int i) {
        return TestEngines.database()
                .number(
                        "SELECT COUNT(*) FROM purchase WHERE seckill_id = ? AND user_phone = ?",
                        sale,
                        ShopClient.phone(i));
    }
}
