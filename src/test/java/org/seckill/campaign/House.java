package org.seckill.campaign;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.seckill.check.Holdings;
import org.seckill.check.Shelf;
import org.seckill.check.Truth;
import org.seckill.parts.Affliction;
import org.seckill.parts.Desk;
import org.seckill.parts.FakeClock;
import org.seckill.parts.Part;
import org.seckill.parts.Strike;
import org.seckill.shoppers.OnSale;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Nginx;
import org.seckill.testing.Sales;

/** The shop of one desk: nodes behind Nginx, and what is theirs of the engines. */
final class House implements Truth, AutoCloseable {
    /** Nobody looks after sales that ended before that: a run's sales cost the next ones nothing. */
    private static final Duration LONG_AGO = Duration.ofDays(-3);

    /** Well below any by which a clock is set, and above the time that an answer takes. */
    private static final Duration SMALLEST_JUMP = Duration.ofMillis(500);

    private final Desk desk;
    private final SharedEngines engines;
    private final Database database;
    private final List<Stand> stands = new ArrayList<>();
    private Optional<Nginx> nginx = Optional.empty();

    private House(Desk desk, SharedEngines engines) {
        this.desk = desk;
        this.engines = engines;
        this.database = engines.database().schema("seckill_" + desk.setting());
    }

    /** Returns when it serves. */
    static House open(Desk desk, SharedEngines engines, Path home) {
        House house = new House(desk, engines);
        try {
            house.start(home);
            return house;
        } catch (RuntimeException | Error e) {
            house.close();
            throw e;
        }
    }

    /** The queue's is the first, which tests read. */
    static int redisDatabase(Desk desk) {
        return desk == Desk.QUEUE ? 0 : 1;
    }

    Desk desk() {
        return desk;
    }

    Nginx nginx() {
        return nginx.orElseThrow();
    }

    OnSale offer(int stock, Duration until) {
        return OnSale.create(database, stock, until);
    }

    /** Ends a sale long ago. */
    void retire(OnSale sale) {
        new Sales(database).move(sale.id(), LONG_AGO.minusHours(1), LONG_AGO);
    }

    /** Adds to a sale's stock, as soon as the database is there. */
    Strike restock(Restock restock, OnSale sale) {
        Affliction added = new Affliction(restock.toString(), () -> add(restock.units(), sale), () -> {});
        return new Strike(restock.after(), added, Duration.ZERO);
    }

    /** Which this desk sells from. */
    Database database() {
        return database;
    }

    /** As that node reaches it. */
    Database databaseOf(int node) {
        return stands.get(node).database();
    }

    /** What its nodes know and no log shows. */
    List<String> secrets() {
        return stands.stream()
                .flatMap(stand -> stand.node().secrets().stream())
                .distinct()
                .toList();
    }

    /** Of all its nodes together, of each since its latest start. */
    double metric(String name) {
        return stands.stream().mapToDouble(stand -> stand.node().metric(name)).sum();
    }

    Strike strike(Blow blow) {
        return new Strike(blow.after(), affliction(blow), blow.lasting());
    }

    @Override
    public Holdings holdings(long sale) {
        return Holdings.read(database, sale);
    }

    @Override
    public Optional<Shelf> shelf(long sale) {
        return desk == Desk.QUEUE ? Optional.of(Shelf.read(engines.redis(), sale)) : Optional.empty();
    }

    @Override
    public List<String> missing() {
        return stands.stream().flatMap(stand -> stand.node().missing().stream()).toList();
    }

    @Override
    public void close() {
        nginx.ifPresent(Nginx::close);
        stands.forEach(Stand::close);
    }

    private void start(Path home) {
        for (int number = 1; number <= Schedule.NODES; number++) {
            stands.add(new Stand(desk.setting() + "-" + number, home, desk, database, engines));
        }
        Crowd.of(stands.size(), one -> {
                    stands.get(one).node().start();
                    return one;
                })
                .results();
        nginx = Optional.of(Nginx.before(stands.stream().mapToInt(Stand::port).toArray()));
    }

    private void add(int units, OnSale sale) {
        Crowd.until(() -> {
            try {
                database.rows("CALL restock_seckill(?, ?)", sale.id(), units);
                return true;
            } catch (AssertionError e) {
                // It may be dead now; what it had done then stands.
                return false;
            }
        });
    }

    private Affliction affliction(Blow blow) {
        Place place = blow.fault().place();
        if (!place.isProcess()) {
            return stands.get(blow.node()).affliction(blow.fault());
        }
        Part part = place == Place.NODE ? stands.get(blow.node()).node() : engines.at(place);
        return switch (blow.fault().kind()) {
            case KILL -> Affliction.killing(part);
            case PAUSE -> Affliction.pausing(part);
            case FAILOVER -> engines.failover(place);
            case CLOCK_AHEAD, CLOCK_BEHIND -> set(blow);
            default -> engines.refusals(database).affliction(blow.fault());
        };
    }

    private Affliction set(Blow blow) {
        boolean isOfNode = blow.fault().place() == Place.NODE;
        Stand stand = stands.get(blow.node());
        FakeClock clock = isOfNode ? stand.clock() : engines.databaseClock();
        Supplier<Instant> told = isOfNode ? stand.node()::time : database::time;
        return new Affliction(blow.toString(), () -> clock.set(blow.jump()), () -> {
            clock.set(Duration.ZERO);
            // The next run's sales open by it.
            Crowd.until(() -> isRight(told.get()));
        });
    }

    private static boolean isRight(Instant time) {
        return Duration.between(time, Instant.now()).abs().compareTo(SMALLEST_JUMP) < 0;
    }
}
