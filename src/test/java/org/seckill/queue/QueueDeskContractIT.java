package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seckill.batch.CircuitBreaker;
import org.seckill.batch.LaneLimits;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Outcome.Over.Reason;
import org.seckill.procedure.Desks;
import org.seckill.procedure.OpenDesk;
import org.seckill.procedure.OrderAnswer;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.procedure.PurchaseDeskContract;
import org.seckill.reconcile.BuyerReconciler;
import org.seckill.reconcile.CurrentSales;
import org.seckill.reconcile.ForgottenHolders;
import org.seckill.reconcile.LedgerCheck;
import org.seckill.reconcile.QueueMeters;
import org.seckill.reconcile.ReconcileScheduler;
import org.seckill.reconcile.StockMapper;
import org.seckill.reconcile.StockReconciler;
import org.seckill.reservation.QueueLimits;
import org.seckill.reservation.TestKeys;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.RowLock;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.springframework.dao.DataAccessException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The contract of a purchase desk for the queue desk, and what only that desk has: queued orders. */
class QueueDeskContractIT extends PurchaseDeskContract {
    private static final Duration CLAIM = Duration.ofSeconds(1);

    /** The first order of a sale loads its stock. */
    private static final Duration NEVER = Duration.ofHours(1);

    /** The consumers that record the orders of the opened desks. */
    private final List<ProcedureDesk> recording = new ArrayList<>();

    @Override
    protected OpenDesk openDesk(Duration patience, LaneLimits limits) {
        TcpProxy proxy = new TcpProxy(TestEngines.redisPort());
        UnifiedJedis client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", proxy.port()))
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(2000).build())
                .build();
        TestMappers mappers = new TestMappers(TestEngines.database(), 20_000);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ProcedureDesk procedure = Desks.open(mappers, new SoldOutBoard(), patience, limits, registry);
        QueueLimits queue = new QueueLimits(1000, CLAIM, NEVER, 0);
        TestKeys keys = TestKeys.of(client, queue);
        StockMapper stocks = mappers.get(StockMapper.class);
        QueueMeters meters = new QueueMeters(registry);
        CurrentSales sales = new CurrentSales(stocks);
        StockReconciler stockReconciler = new StockReconciler(stocks, keys.stocks(), mappers.transactions(), meters);
        ReconcileScheduler reconciler = new ReconcileScheduler(
                keys.stream(),
                keys.leases(),
                keys.buyers(),
                stockReconciler,
                new BuyerReconciler(stocks, keys.buyers(), meters),
                new LedgerCheck(stocks, keys.leases(), meters),
                sales,
                meters,
                queue);
        StreamConsumers consumers =
                new StreamConsumers(keys.stream(), procedure, sales, queue, new OrderDeadline(patience), meters);
        ReservationEngine engine = new ReservationEngine(
                keys.reservations(),
                stockReconciler,
                procedure,
                new ForgottenHolders(stocks, new CircuitBreaker("the database", thrown -> false)),
                consumers,
                new CircuitBreaker("the database", thrown -> false),
                limits,
                queue,
                Clock.systemUTC());
        QueueDesk desk = new QueueDesk(
                engine, keys.buyers(), keys.stocks(), new OrderDeadline(patience), limits, Clock.systemUTC(), registry);
        recording.add(procedure);
        return new OpenDesk(desk, proxy, () -> {
            desk.close();
            engine.close();
            reconciler.close();
            consumers.close();
            procedure.close();
            sales.close();
            client.close();
            mappers.close();
            proxy.close();
        });
    }

    @Test
    void whileAnOrderWaitsItsBuyerIsQueuedAlsoWhoPressesAgain() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order first = order(2);
        Outcome queued = new Outcome.Queued(first.ticket());
        try (RowLock hold = RowLock.of(sale.id())) {
            assertThat(open.desk().place(sale, first).join()).isEqualTo(queued);
            assertThat(open.desk().place(sale, order(2)).join()).isEqualTo(queued);
            assertThat(open.desk().standing(sale, phone(2))).contains(queued);
            assertThat(SALES.purchases(sale.id())).isEqualTo(1);
        }
        assertThat(end(open, sale, first, queued).isBought()).isTrue();
    }

    @Test
    void whomTheDatabaseRefusedIsSoldOutUntilItIsRestocked() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        TestEngines.database().update("UPDATE seckill SET number = 0 WHERE seckill_id = ?", sale.id());
        OrderAnswer refused = buy(open, sale, 2);
        assertThat(refused.isQueued()).isTrue();
        assertThat(refused.held()).isEmpty();
        assertThat(open.desk().standing(sale, phone(2))).contains(new Over(Reason.SOLD_OUT));
        Sale restocked = TestSaleCopies.of(sale.id(), 1, sale.window(), sale.epoch() + 1, Instant.now());
        assertThat(open.desk().standing(restocked, phone(2))).isEmpty();
    }

    @Test
    void whomTheDatabaseFoundTooLateIsToldSoAsSoonAsTheSaleIsKnownToBeClosed() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        SALES.move(sale.id(), Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(buy(open, sale, 2).isQueued()).isTrue();
        assertThat(open.desk().standing(sale, phone(2))).as("it may try again").isEmpty();
        Sale closed = TestSaleCopies.of(
                sale.id(),
                4,
                new Window(Instant.now().minusSeconds(7200), Instant.now().minusSeconds(3600)),
                0,
                Instant.now());
        assertThat(open.desk().standing(closed, phone(2))).contains(new Over(Reason.CLOSED));
    }

    private static boolean knows(OpenDesk open, Sale sale) {
        try {
            return open.desk().standing(sale, phone(1)).isEmpty();
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** The order is recorded and its entry is not settled: another node claims the entry and settles it. */
    @Test
    void aSettlementThatWasLostIsMadeUpForOnce() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order order = order(2);
        Outcome queued;
        try (RowLock hold = RowLock.of(sale.id())) {
            queued = open.desk().place(sale, order).join();
            open.proxy().arm(Fault.BEFORE_THE_REQUEST, order.ticket().id(), 3);
        }
        assertThat(end(open, sale, order, queued).isBought()).isTrue();
        assertThat(open.proxy().struck()).isEqualTo(3);
        assertThat(buy(open, sale, 3).isBought()).isTrue();
        assertThat(SALES.stock(sale.id())).isEqualTo(2);
    }

    /** The state after a lost call that recorded the order before the call was repeated. */
    @Test
    void anOrderThatIsRecordedIsNotCalledBusyWhenTheDatabaseCannotTellOfIt() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        Order order = order(1);
        assertThat(place(open, sale, order).isBought()).isTrue();
        recording.forEach(ProcedureDesk::close);
        assertThat(open.desk().place(sale, order).join()).isEqualTo(new Outcome.Unknown());
        assertThat(open.desk().place(sale, order(1)).join())
                .as("another one, which is not recorded")
                .isInstanceOf(Outcome.Busy.class);
    }

    @Test
    void withoutRedisNobodyIsToldThatNothingWaits() {
        OpenDesk open = open();
        Sale sale = TestSaleCopies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        open.proxy().cut();
        assertThatThrownBy(() -> open.desk().standing(sale, phone(1))).isInstanceOf(DataAccessException.class);
        open.proxy().heal();
        await().until(() -> knows(open, sale));
    }
}
