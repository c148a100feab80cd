package org.seckill.bench;

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
import org.seckill.exposure.Addresses;
import org.seckill.sale.Copies;
import org.seckill.sale.Seckill;

/** All cases, as issue and README name them. */
final class Cases {
    /** Where an answer is set beside an empty one. */
    static final int COMPARED = 256;

    static final List<Integer> CROWDS = List.of(16, 256, 1024, 4096);

    /** Orders in a call of the bare script. */
    static final List<Integer> CALLS = List.of(1, 256);

    private static final int VISITORS = 5_000;
    private static final int SMALL_STOCK = 100;
    private static final String FORGED = "0123456789abcdef0123456789abcdef";

    private final Premises premises;
    private final Path out;
    private final List<Case> all;

    /** @param out where the witnesses' logs are kept */
    Cases(Premises premises, Path out) {
        this.premises = premises;
        this.out = out;
        // Some open a sale.
        this.all = Stream.of(
                        Stream.<Case>of(new LoneCase(premises)),
                        ladder(),
                        purchases(),
                        reservations(),
                        empty(),
                        answers(),
                        Stream.<Case>of(new FullCase(premises)),
                        queue())
                .flatMap(cases -> cases)
                .toList();
    }

    /** Run once, before all others: they look at correctness only. */
    List<Case> witnesses() {
        return Stream.concat(
                        CROWDS.stream().<Case>map(connections -> new WitnessCase(premises, connections, out)),
                        Stream.of(new QueueWitnessCase(premises, COMPARED, out)))
                .toList();
    }

    /** In the order in which they take turns. */
    List<Case> all() {
        return all;
    }

    /** As the command line knows them. */
    List<String> names() {
        return Stream.of(all, witnesses()).flatMap(List::stream).map(Case::name).toList();
    }

    private Stream<Case> ladder() {
        return Stream.of(
                new LadderCase(premises, "jdbc-update-insert", Rung.UPDATE_FIRST, 16, 1),
                new LadderCase(premises, "jdbc-insert-update", Rung.INSERT_FIRST, 16, 1),
                new LadderCase(premises, "jdbc-procedure", Rung.PROCEDURE, 16, 1),
                new LadderCase(premises, "jdbc-grouped-1", Rung.PROCEDURE, 1, 256),
                new LadderCase(premises, "jdbc-grouped-2", Rung.PROCEDURE, 2, 256));
    }

    private Stream<Case> purchases() {
        return CROWDS.stream().map(connections -> new PurchaseCase(premises, connections));
    }

    private Stream<Case> reservations() {
        return CROWDS.stream().map(connections -> new QueueCase(premises, connections));
    }

    private Stream<Case> queue() {
        return Stream.concat(
                Stream.of(
                        new QueueSoldOutCase(premises, false),
                        new QueueSoldOutCase(premises, true),
                        new DrainCase(premises)),
                Arrays.stream(Keeping.values())
                        .flatMap(keeping -> CALLS.stream()
                                .map(orders -> new ScriptCase(premises, keeping, ScriptCase.CONNECTIONS, orders))));
    }

    private Stream<Case> empty() {
        List<Ask> ask = List.of(Ask.get("/bench/empty"));
        return Stream.of(16, 256, 4096)
                .map(connections -> new CyclingCase(
                        premises.lines(),
                        premises.wrk(),
                        "empty-" + connections,
                        "an empty servlet, " + connections + " connections",
                        connections,
                        () -> ask,
                        200,
                        "ok"));
    }

    private Stream<Case> answers() {
        long open = premises.books().sales().open(SMALL_STOCK);
        long soon = premises.books().sales().create("soon", SMALL_STOCK, Duration.ofHours(1), Duration.ofHours(2));
        return Stream.of(
                answer("sold-out", "execution, sold out", this::soldOut, 200, "\"state\":0,"),
                answer("tampered", "execution, wrong md5", () -> executions(open), 200, "\"state\":-3,"),
                answer("early", "execution, before the sale opens", () -> tooEarly(soon), 200, "not open yet"),
                answer("unsigned", "execution, not signed in", () -> List.of(Ask.execution(open, FORGED)), 401, ""),
                answer("exposer", "exposer", () -> exposers(open), 200, "\"md5\":\""),
                answer("detail", "detail page, gzip", () -> detail(open), 200, "gzip"),
                answer("time", "time/now", () -> List.of(Ask.get("/seckill/time/now")), 200, "\"data\":1"));
    }

    private Case answer(String name, String title, Supplier<List<Ask>> asks, int status, String telling) {
        String full = String.format(Locale.ROOT, "%s, %d connections", title, COMPARED);
        return new CyclingCase(premises.lines(), premises.wrk(), name, full, COMPARED, asks, status, telling);
    }

    /** Of buyers who came too late, with the right md5. */
    private List<Ask> soldOut() {
        long sale = premises.books().sales().open(SMALL_STOCK);
        List<Ask> orders = premises.buyers().orders(sale, VISITORS);
        premises.lines().ask(orders.subList(0, SMALL_STOCK), reply -> reply.status());
        return orders.subList(SMALL_STOCK, VISITORS);
    }

    /** With the right address, which nobody can know yet. */
    private List<Ask> tooEarly(long sale) {
        Seckill copy = Copies.of(sale, SMALL_STOCK, premises.books().window(sale), 0, Instant.EPOCH);
        Addresses addresses = new Addresses();
        List<String> signedIn = premises.buyers().first(VISITORS);
        return IntStream.range(0, VISITORS)
                .mapToObj(buyer -> Ask.execution(
                        sale, addresses.of(copy, new Phone(Buyers.phone(buyer))), "Cookie: " + signedIn.get(buyer)))
                .toList();
    }

    private List<Ask> executions(long sale) {
        return premises.buyers().first(VISITORS).stream()
                .map(cookie -> Ask.execution(sale, FORGED, "Cookie: " + cookie))
                .toList();
    }

    private List<Ask> exposers(long sale) {
        return premises.buyers().first(VISITORS).stream()
                .map(cookie -> Ask.exposer(sale, cookie))
                .toList();
    }

    private List<Ask> detail(long sale) {
        List<String> signedIn = premises.buyers().first(VISITORS);
        return IntStream.range(0, VISITORS)
                .mapToObj(buyer -> Ask.get(
                        "/seckill/" + sale + "/detail",
                        "Accept-Encoding: gzip, deflate, br",
                        "Accept-Language: en",
                        "Cookie: " + signedIn.get(buyer)))
                .toList();
    }
}
