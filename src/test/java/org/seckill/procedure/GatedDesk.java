package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;

/** A desk with one sale whose calls wait at a gate, so that chosen orders form one batch. */
final class GatedDesk implements AutoCloseable {
    static final int BATCH = 32;

    private static final Database DATABASE = TestEngines.database();
    private static final int STOCK = 1000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestMappers mappers;
    private final WatchedCalls calls;
    private final ProcedureDesk desk;
    private final Sale sale;

    /** @param lockSeconds the database's lock wait time-out */
    GatedDesk(int lockSeconds) {
        String url = DATABASE.url() + "?sessionVariables=innodb_lock_wait_timeout=" + lockSeconds;
        mappers = new TestMappers(new Database(url, DATABASE.user(), DATABASE.password()), 60_000);
        calls = new WatchedCalls(mappers.get(ProcedureMapper.class));
        desk = Desks.open(calls, new SoldOutBoard(), Duration.ofSeconds(60), new LaneLimits(2, STOCK, STOCK), meters);
        Instant now = Instant.now();
        Window window = new Window(now.minusSeconds(60), now.plusSeconds(3600));
        sale = TestSaleCopies.of(new TestSales(DATABASE).open(STOCK), STOCK, window, 0, now);
    }

    static List<Order> orders() {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Order.by(new Phone(Long.toString(13_800_000_000L + i))))
                .toList();
    }

    long sale() {
        return sale.id();
    }

    WatchedCalls calls() {
        return calls;
    }

    double splits() {
        return meters.get("seckill.batch.splits").counter().count();
    }

    /** Lets one opening order through and collects the given orders behind it for one call. */
    List<CompletableFuture<Outcome>> gather(List<Order> batch) {
        CompletableFuture<Outcome> opener = desk.place(sale, Order.by(new Phone("13700000000")));
        await().until(calls::hasACallWaiting);
        List<CompletableFuture<Outcome>> placed =
                batch.stream().map(order -> desk.place(sale, order)).toList();
        calls.letOneCallThrough();
        assertThat(answers(List.of(opener))).hasOnlyElementsOfType(Outcome.Recorded.class);
        return placed;
    }

    List<Outcome> serve(List<Order> batch) {
        List<CompletableFuture<Outcome>> placed = gather(batch);
        calls.letAllThrough();
        List<Outcome> outcomes = answers(placed);
        assertThat(calls.batches()).as("all in one batch").startsWith(1, batch.size());
        return outcomes;
    }

    static List<Outcome> answers(List<CompletableFuture<Outcome>> placed) {
        CompletableFuture<Void> all = CompletableFuture.allOf(placed.toArray(CompletableFuture[]::new));
        assertThat(all).as("every order is answered").succeedsWithin(30, TimeUnit.SECONDS);
        return new ArrayList<>(placed.stream().map(CompletableFuture::join).toList());
    }

    /** Asserts that the opening order and so many orders of the batch are recorded, and no others. */
    void assertSold(int ofTheBatch) {
        TestSales sales = new TestSales(DATABASE);
        assertThat(sales.purchases(sale())).isEqualTo(1 + ofTheBatch);
        assertThat(sales.stock(sale())).isEqualTo(STOCK - 1 - ofTheBatch);
    }

    @Override
    public void close() {
        desk.close();
        mappers.close();
    }
}
