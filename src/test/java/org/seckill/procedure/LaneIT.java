package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Phone;
import org.seckill.order.Order;
import org.seckill.order.Outcome;
import org.seckill.procedure.ProcedureMapper.OrderResult;
import org.seckill.sale.TestSaleCopies;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import tools.jackson.databind.json.JsonMapper;

/** Lanes with a real database while another session locks the sale's row. */
class LaneIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<ProcedureDesk> desks = new ArrayList<>();
    private TestMappers mappers;

    /** One call of the procedure. */
    private record Call(long sale, int orders) {}

    /** Forwards to the real mapper and records each call. */
    private final class RecordingMapper extends ForwardingCalls {
        RecordingMapper() {
            super(mappers.get(ProcedureMapper.class));
        }

        @Override
        public List<OrderResult> execute(long sale, String orders) {
            calls.add(new Call(sale, JsonMapper.shared().readTree(orders).size()));
            return super.execute(sale, orders);
        }
    }

    @BeforeEach
    void connect() {
        mappers = new TestMappers(TestEngines.database(), 60_000);
    }

    @AfterEach
    void disconnect() {
        desks.forEach(ProcedureDesk::close);
        mappers.close();
    }

    @Test
    void anIdleDeskSendsEachOrderAloneAndAtOnce() {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 100), DEADLINE);
        long sale = SALES.open(10);
        for (int i = 0; i < 5; i++) {
            assertThat(place(desk, sale, i).join()).isInstanceOf(Outcome.Recorded.class);
        }
        assertThat(calls).hasSize(5).containsOnly(new Call(sale, 1));
    }

    @Test
    void whoeverComesWhileACallIsInFlightLeavesWithTheNextInTheOrderOfArrival() {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 100), DEADLINE);
        long sale = SALES.open(31);
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        try (RowLock hold = RowLock.of(sale)) {
            answers.add(place(desk, sale, 0));
            await().until(() -> calls.size() == 1);
            IntStream.range(1, 51).forEach(i -> answers.add(place(desk, sale, i)));
        }
        List<Outcome> outcomes = answers.stream().map(CompletableFuture::join).toList();
        assertThat(calls).containsExactly(new Call(sale, 1), new Call(sale, 50));
        assertThat(outcomes.subList(0, 31)).allMatch(Outcome.Recorded.class::isInstance);
        assertThat(outcomes.subList(31, 51)).containsOnly(new Outcome.Over(Outcome.Over.Reason.SOLD_OUT));
    }

    @Test
    void aBatchIsBoundedAndTheOthersLeaveWithTheOnesAfterIt() {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 8), DEADLINE);
        long sale = SALES.open(100);
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        try (RowLock hold = RowLock.of(sale)) {
            answers.add(place(desk, sale, 0));
            await().until(() -> calls.size() == 1);
            IntStream.range(1, 21).forEach(i -> answers.add(place(desk, sale, i)));
        }
        assertThat(answers.stream().map(CompletableFuture::join)).allMatch(Outcome.Recorded.class::isInstance);
        assertThat(calls).extracting(Call::orders).containsExactly(1, 8, 8, 4);
    }

    /** One thread serves all lanes: after a batch of a long lane, the next lane is served. */
    @Test
    void aLongLineDoesNotStarveTheOneOfAnotherSale() {
        ProcedureDesk desk = desk(new LaneLimits(1, 1000, 10), DEADLINE);
        long hot = SALES.open(1000);
        long other = SALES.open(1000);
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        try (RowLock hold = RowLock.of(hot)) {
            IntStream.range(0, 500).forEach(i -> answers.add(place(desk, hot, i)));
            await().until(() -> calls.size() == 1);
            answers.add(place(desk, other, 0));
        }
        answers.forEach(CompletableFuture::join);
        assertThat(calls.indexOf(new Call(other, 1)))
                .as("the position of the other sale's call among the hot sale's 50 or more")
                .isBetween(1, 3);
    }

    @Test
    void aSaleThatIsStuckDoesNotHoldUpAnother() {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 100), DEADLINE);
        long stuck = SALES.open(10);
        long other = SALES.open(10);
        CompletableFuture<Outcome> waiting;
        try (RowLock hold = RowLock.of(stuck)) {
            waiting = place(desk, stuck, 0);
            await().until(() -> calls.size() == 1);
            assertThat(place(desk, other, 0).join()).isInstanceOf(Outcome.Recorded.class);
            assertThat(waiting).isNotDone();
        }
        assertThat(waiting.join()).isInstanceOf(Outcome.Recorded.class);
    }

    @Test
    void aFullLaneRefusesAtOnceAndNobodyInIt() {
        ProcedureDesk desk = desk(new LaneLimits(2, 5, 100), DEADLINE);
        long sale = SALES.open(100);
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        try (RowLock hold = RowLock.of(sale)) {
            answers.add(place(desk, sale, 0));
            await().until(() -> calls.size() == 1);
            IntStream.range(1, 6).forEach(i -> answers.add(place(desk, sale, i)));
            CompletableFuture<Outcome> refused = place(desk, sale, 6);
            assertThat(refused).isDone();
            assertThat(refused.join()).isInstanceOf(Outcome.Busy.class);
            assertThat(answers).noneMatch(CompletableFuture::isDone);
        }
        assertThat(answers.stream().map(CompletableFuture::join)).allMatch(Outcome.Recorded.class::isInstance);
        assertThat(SALES.purchases(sale)).isEqualTo(6);
    }

    @Test
    void whoWaitsInTheLineIsRefusedAtTheDeadlineThoughTheCallBeforeHangs() {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 100), Duration.ofSeconds(3));
        long sale = SALES.open(100);
        CompletableFuture<Outcome> sent;
        try (RowLock hold = RowLock.of(sale)) {
            sent = place(desk, sale, 0);
            await().until(() -> calls.size() == 1);
            assertThat(place(desk, sale, 1).join()).isInstanceOf(Outcome.Busy.class);
            assertThat(sent).as("the one in flight").isNotDone();
        }
        sent.join();
        assertThat(calls).as("the one that was refused never left").hasSize(1);
    }

    @Test
    void aDeskThatClosesRefusesWhoWaitsAndTellsTheOthersWhatBecameOfTheirs() throws Exception {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 100), DEADLINE);
        long sale = SALES.open(100);
        CompletableFuture<Outcome> sent;
        CompletableFuture<Outcome> waiting;
        Thread closing = new Thread(desk::close);
        try (RowLock hold = RowLock.of(sale)) {
            sent = place(desk, sale, 0);
            await().until(() -> calls.size() == 1);
            waiting = place(desk, sale, 1);
            closing.start();
            assertThat(waiting.join()).isInstanceOf(Outcome.Busy.class);
            assertThat(place(desk, sale, 2).join()).isInstanceOf(Outcome.Busy.class);
        }
        assertThat(sent.join()).isInstanceOf(Outcome.Recorded.class);
        closing.join();
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @Test
    void aDeskThatClosesWhileTheDatabaseHangsLeavesNobodyWithoutAnAnswer() {
        ProcedureDesk desk = desk(new LaneLimits(2, 100, 100), Duration.ofSeconds(3));
        long sale = SALES.open(100);
        try (RowLock hold = RowLock.of(sale)) {
            CompletableFuture<Outcome> sent = place(desk, sale, 0);
            await().until(() -> calls.size() == 1);
            CompletableFuture<Outcome> waiting = place(desk, sale, 1);
            desk.close();
            assertThat(sent).isCompletedWithValue(new Outcome.Unknown());
            assertThat(waiting).isCompletedWithValue(Outcome.Busy.SOON);
        }
    }

    private ProcedureDesk desk(LaneLimits limits, Duration deadline) {
        ProcedureDesk desk = Desks.open(new RecordingMapper(), new SoldOutBoard(), deadline, limits);
        desks.add(desk);
        return desk;
    }

    private static CompletableFuture<Outcome> place(ProcedureDesk desk, long sale, int buyer) {
        return desk.place(TestSaleCopies.open(sale), Order.by(new Phone(ShopClient.phone(buyer))));
    }
}
