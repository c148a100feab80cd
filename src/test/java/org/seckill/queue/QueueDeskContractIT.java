package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.desk.Desks;
import org.seckill.desk.LaneLimits;
import org.seckill.desk.OpenDesk;
import org.seckill.desk.Order;
import org.seckill.desk.Outcome;
import org.seckill.desk.Outcome.Over;
import org.seckill.desk.Outcome.Over.Reason;
import org.seckill.desk.Patience;
import org.seckill.desk.ProcedureDesk;
import org.seckill.desk.Pulse;
import org.seckill.desk.PurchaseDeskContract;
import org.seckill.desk.Told;
import org.seckill.sale.Copies;
import org.seckill.sale.Seckill;
import org.seckill.sale.Window;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testing.Crowd;
import org.seckill.testing.Engines;
import org.seckill.testing.Hold;
import org.seckill.testing.Mappers;
import org.seckill.testing.TcpProxy;
import org.seckill.testing.TcpProxy.Fault;
import org.springframework.dao.DataAccessException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

/** The desk that reserves in Redis, and what only it has: orders that wait. */
@Tag("database")
class QueueDeskContractIT extends PurchaseDeskContract {
    private static final Duration CLAIM = Duration.ofSeconds(1);

    /** Stocks are loaded by whoever orders first. */
    private static final Duration NEVER = Duration.ofHours(1);

    /** Those that record what the opened desks queue. */
    private final List<ProcedureDesk> recording = new ArrayList<>();

    @Override
    protected OpenDesk openDesk(Duration patience, LaneLimits limits) {
        TcpProxy proxy = new TcpProxy(Engines.redisPort());
        UnifiedJedis client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", proxy.port()))
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(2000).build())
                .build();
        Mappers mappers = new Mappers(Engines.database(), 20_000);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ProcedureDesk procedure = Desks.open(mappers, new SoldOutBoard(), patience, limits, registry);
        QueueLimits queue = new QueueLimits(1000, CLAIM, NEVER, 0);
        Keys keys = Keys.of(client, queue);
        StockMapper stocks = mappers.get(StockMapper.class);
        QueueMeters meters = new QueueMeters(registry);
        CurrentSales sales = new CurrentSales(stocks);
        Stocktaking stocktaking = new Stocktaking(stocks, keys.stocks(), mappers.transactions(), meters);
        Reconciler reconciler = new Reconciler(
                keys.stream(),
                keys.notes(),
                keys.buyers(),
                stocktaking,
                new BuyersAudit(stocks, keys.buyers(), meters),
                new Bookkeeping(stocks, keys.notes(), meters),
                sales,
                meters,
                queue);
        Drain drain = new Drain(keys.stream(), procedure, sales, queue, new Patience(patience), meters);
        QueueDesk desk = new QueueDesk(
                keys.reservations(),
                keys.buyers(),
                keys.stocks(),
                stocktaking,
                procedure,
                new ForgottenHolders(stocks, new Pulse("the database")),
                drain,
                reconciler,
                new Pulse("the database"),
                new Patience(patience),
                limits,
                queue,
                Clock.systemUTC(),
                registry);
        recording.add(procedure);
        return new OpenDesk(desk, proxy, () -> {
            desk.close();
            reconciler.close();
            drain.close();
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
        Seckill sale = Copies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order first = order(2);
        Outcome queued = new Outcome.Queued(first.ticket());
        try (Hold hold = Hold.of(sale.id())) {
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
        Seckill sale = Copies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Engines.database().update("UPDATE seckill SET number = 0 WHERE seckill_id = ?", sale.id());
        Told refused = buy(open, sale, 2);
        assertThat(refused.isQueued()).isTrue();
        assertThat(refused.held()).isEmpty();
        assertThat(open.desk().standing(sale, phone(2))).contains(new Over(Reason.SOLD_OUT));
        Seckill restocked = Copies.of(sale.id(), 1, sale.window(), sale.epoch() + 1, Instant.now());
        assertThat(open.desk().standing(restocked, phone(2))).isEmpty();
    }

    @Test
    void whomTheDatabaseFoundTooLateIsToldSoAsSoonAsTheSaleIsKnownToBeClosed() {
        OpenDesk open = open();
        Seckill sale = Copies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        SALES.move(sale.id(), Duration.ofHours(-2), Duration.ofHours(-1));
        assertThat(buy(open, sale, 2).isQueued()).isTrue();
        assertThat(open.desk().standing(sale, phone(2))).as("it may try again").isEmpty();
        Seckill closed = Copies.of(
                sale.id(),
                4,
                new Window(Instant.now().minusSeconds(7200), Instant.now().minusSeconds(3600)),
                0,
                Instant.now());
        assertThat(open.desk().standing(closed, phone(2))).contains(new Over(Reason.CLOSED));
    }

    private static boolean knows(OpenDesk open, Seckill sale) {
        try {
            return open.desk().standing(sale, phone(1)).isEmpty();
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** The order is recorded, and Redis does not hear of it: the entry is claimed, and settled then. */
    @Test
    void aSettlementThatWasLostIsMadeUpForOnce() {
        OpenDesk open = open();
        Seckill sale = Copies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        Order order = order(2);
        Outcome queued;
        try (Hold hold = Hold.of(sale.id())) {
            queued = open.desk().place(sale, order).join();
            open.proxy().arm(Fault.BEFORE_THE_REQUEST, order.ticket().id(), 3);
        }
        assertThat(end(open, sale, order, queued).isBought()).isTrue();
        assertThat(open.proxy().struck()).isEqualTo(3);
        assertThat(buy(open, sale, 3).isBought()).isTrue();
        assertThat(SALES.stock(sale.id())).isEqualTo(2);
    }

    /** As after a call that was lost, and was recorded before it was made again. */
    @Test
    void anOrderThatIsRecordedIsNotCalledBusyWhenTheDatabaseCannotTellOfIt() {
        OpenDesk open = open();
        Seckill sale = Copies.open(SALES.open(5));
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
        Seckill sale = Copies.open(SALES.open(5));
        assertThat(buy(open, sale, 1).isBought()).isTrue();
        open.proxy().cut();
        assertThatThrownBy(() -> open.desk().standing(sale, phone(1))).isInstanceOf(DataAccessException.class);
        open.proxy().heal();
        Crowd.until(() -> knows(open, sale));
    }
}
