package org.seckill.tools.benchcase;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seckill.buyer.Phone;
import org.seckill.exposure.TestAddresses;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.testkit.http.RawConnections;
import org.seckill.testkit.http.RawRequest;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.benchshop.LoggedInBuyers;
import org.seckill.tools.benchshop.RedisDurability;
import org.seckill.tools.benchshop.ScriptCase;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.WriteStrategy;
import org.seckill.tools.measure.WrkLoad;

/** All cases, as issue and README name them. */
public final class BenchCases {
    /** Where an answer is set beside an empty one. */
    public static final int COMPARED = 256;

    public static final List<Integer> CROWDS = List.of(16, 256, 1024, 4096);

    /** A process may open 20,000 files on the machine of the reports. */
    static final int LARGEST_CROWD = 18_000;

    /** Orders in a call of the bare script. */
    public static final List<Integer> CALLS = List.of(1, 256);

    private static final int VISITORS = 5_000;
    private static final int SMALL_STOCK = 100;
    private static final String FORGED = "0123456789abcdef0123456789abcdef";

    private final BenchShop premises;
    private final Path out;
    private final List<BenchCase> all;

    /** @param out where the witnesses' logs are kept */
    public BenchCases(BenchShop premises, Path out) {
        this.premises = premises;
        this.out = out;
        // Some open a sale.
        this.all = Stream.of(
                        Stream.<BenchCase>of(new LoneBuyerCase(premises)),
                        ladder(),
                        purchases(),
                        reservations(),
                        empty(),
                        bare(),
                        answers(),
                        Stream.<BenchCase>of(new FullLaneCase(premises)),
                        queue())
                .flatMap(cases -> cases)
                .toList();
    }

    /** Run once, before all others: they look at correctness only. */
    public List<BenchCase> witnesses() {
        return Stream.concat(
                        CROWDS.stream().<BenchCase>map(connections -> new WitnessCase(premises, connections, out)),
                        Stream.of(new QueueWitnessCase(premises, COMPARED, out)))
                .toList();
    }

    /** In the order in which they take turns. */
    public List<BenchCase> all() {
        return all;
    }

    /** As the command line knows them. */
    public List<String> names() {
        return Stream.of(all, witnesses())
                .flatMap(List::stream)
                .map(BenchCase::name)
                .toList();
    }

    private Stream<BenchCase> ladder() {
        return Stream.of(
                new JdbcCase(premises, "jdbc-update-insert", WriteStrategy.UPDATE_FIRST, 16, 1),
                new JdbcCase(premises, "jdbc-insert-update", WriteStrategy.INSERT_FIRST, 16, 1),
                new JdbcCase(premises, "jdbc-procedure", WriteStrategy.PROCEDURE, 16, 1),
                new JdbcCase(premises, "jdbc-grouped-1", WriteStrategy.PROCEDURE, 1, 256),
                new JdbcCase(premises, "jdbc-grouped-2", WriteStrategy.PROCEDURE, 2, 256));
    }

    private Stream<BenchCase> purchases() {
        return Stream.concat(CROWDS.stream(), Stream.of(LARGEST_CROWD))
                .map(connections -> new PurchaseCase(premises, connections));
    }

    private Stream<BenchCase> reservations() {
        return CROWDS.stream().map(connections -> new QueueCase(premises, connections));
    }

    private Stream<BenchCase> queue() {
        return Stream.concat(
                Stream.of(
                        new QueueSoldOutCase(premises, false),
                        new QueueSoldOutCase(premises, true),
                        new DrainCase(premises)),
                Arrays.stream(RedisDurability.values())
                        .flatMap(keeping -> CALLS.stream()
                                .map(orders -> new ScriptCase(premises, keeping, ScriptCase.CONNECTIONS, orders))));
    }

    private Stream<BenchCase> empty() {
        List<RawRequest> ask = List.of(RawRequest.get("/bench/empty"));
        RawConnections lines = new RawConnections(premises.container().port());
        WrkLoad wrk = premises.wrk(premises.container());
        return Stream.of(16, 256, 4096)
                .map(connections -> new CyclingCase(
                        lines,
                        wrk,
                        "empty-" + connections,
                        "an empty servlet, " + connections + " connections",
                        connections,
                        () -> ask,
                        200,
                        "ok"));
    }

    private Stream<BenchCase> bare() {
        List<RawRequest> ask = List.of(RawRequest.get("/bench/bare"));
        return Stream.of(COMPARED, 4096)
                .map(connections -> new CyclingCase(
                        new RawConnections(premises.node().barePort()),
                        premises.bareWrk(),
                        "bare-" + connections,
                        "an empty answer of the bare transport, " + connections + " connections",
                        connections,
                        () -> ask,
                        200,
                        "ok"));
    }

    private Stream<BenchCase> answers() {
        long open = premises.tables().sales().open(SMALL_STOCK);
        long soon = premises.tables().sales().create("soon", SMALL_STOCK, Duration.ofHours(1), Duration.ofHours(2));
        return Stream.of(
                answer("sold-out", "execution, sold out", this::soldOut, 200, "\"state\":0,"),
                answer("tampered", "execution, wrong md5", () -> executions(open), 200, "\"state\":-3,"),
                answer("early", "execution, before the sale opens", () -> tooEarly(soon), 200, "not open yet"),
                answer(
                        "unsigned",
                        "execution, not signed in",
                        () -> List.of(RawRequest.execution(open, FORGED)),
                        401,
                        ""),
                answer("exposer", "exposer", () -> exposers(open), 200, "\"md5\":\""),
                answer("detail", "detail page, gzip", () -> detail(open), 200, "gzip"),
                answer("time", "time/now", () -> List.of(RawRequest.get("/seckill/time/now")), 200, "\"data\":1"));
    }

    private BenchCase answer(String name, String title, Supplier<List<RawRequest>> asks, int status, String telling) {
        String full = String.format(Locale.ROOT, "%s, %d connections", title, COMPARED);
        return new CyclingCase(premises.lines(), premises.wrk(), name, full, COMPARED, asks, status, telling);
    }

    /** Of buyers who came too late, with the right md5. */
    private List<RawRequest> soldOut() {
        long sale = premises.tables().sales().open(SMALL_STOCK);
        List<RawRequest> orders = premises.buyers().orders(sale, VISITORS);
        premises.lines().ask(orders.subList(0, SMALL_STOCK), reply -> reply.status());
        return orders.subList(SMALL_STOCK, VISITORS);
    }

    /** With the right address, which nobody can know yet. */
    private List<RawRequest> tooEarly(long sale) {
        Sale copy = TestSaleCopies.of(sale, SMALL_STOCK, premises.tables().window(sale), 0, Instant.EPOCH);
        TestAddresses addresses = new TestAddresses();
        List<String> signedIn = premises.buyers().first(VISITORS);
        return IntStream.range(0, VISITORS)
                .mapToObj(buyer -> RawRequest.execution(
                        sale,
                        addresses.of(copy, new Phone(LoggedInBuyers.phone(buyer))),
                        "Cookie: " + signedIn.get(buyer)))
                .toList();
    }

    private List<RawRequest> executions(long sale) {
        return premises.buyers().first(VISITORS).stream()
                .map(cookie -> RawRequest.execution(sale, FORGED, "Cookie: " + cookie))
                .toList();
    }

    private List<RawRequest> exposers(long sale) {
        return premises.buyers().first(VISITORS).stream()
                .map(cookie -> RawRequest.exposer(sale, cookie))
                .toList();
    }

    private List<RawRequest> detail(long sale) {
        List<String> signedIn = premises.buyers().first(VISITORS);
        return IntStream.range(0, VISITORS)
                .mapToObj(buyer -> RawRequest.get(
                        "/seckill/" + sale + "/detail",
                        "Accept-Encoding: gzip, deflate, br",
                        "Accept-Language: en",
                        "Cookie: " + signedIn.get(buyer)))
                .toList();
    }
}
