package org.seckill.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.seckill.desk.CallFault;
import org.seckill.desk.Decider;
import org.seckill.desk.Outcome;
import org.seckill.desk.Outcome.Over;
import org.seckill.desk.ProcedureDesk;
import org.seckill.desk.Pulse;
import org.seckill.desk.Ticket;
import org.seckill.desk.TimedOrder;
import org.seckill.desk.Waiting;
import org.seckill.queue.RedisReservations.Reservations;
import org.seckill.sale.Phase;
import org.seckill.sale.Seckill;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Reserves units in Redis. The stock is loaded when it is missing. Safe for use by any number of threads. */
final class ReservationDecider implements Decider {
    private static final Logger log = LoggerFactory.getLogger(ReservationDecider.class);

    private final RedisReservations reservations;
    private final Stocktaking stocktaking;
    private final ProcedureDesk procedure;
    private final ForgottenHolders forgotten;
    private final Drain drain;
    private final Pulse database;
    private final int places;
    private final Clock clock;

    /** As many as may hold a connection to the database, however many sales have a question to it. */
    private final Semaphore askers;

    /** The latest copy of each sale that somebody wants to buy in. */
    private final ConcurrentMap<Long, Seckill> sales = new ConcurrentHashMap<>();

    ReservationDecider(
            RedisReservations reservations,
            Stocktaking stocktaking,
            ProcedureDesk procedure,
            ForgottenHolders forgotten,
            Drain drain,
            Pulse database,
            int places,
            int askers,
            Clock clock) {
        this.reservations = reservations;
        this.stocktaking = stocktaking;
        this.procedure = procedure;
        this.forgotten = forgotten;
        this.drain = drain;
        this.database = database;
        this.places = places;
        this.clock = clock;
        this.askers = new Semaphore(askers);
    }

    /** To be told before an order for it is placed. */
    void know(Seckill sale) {
        sales.put(sale.id(), sale);
    }

    @Override
    public Instant clock(long sale) {
        return reservations.clock(sale);
    }

    @Override
    public Decision decide(long sale, List<Waiting> called, List<TimedOrder> orders) {
        Phase phase = known(sale).phase(clock.instant());
        Reservations told = reserve(sale, phase, orders);
        if (told.epoch() < 0 && database.mayTry()) {
            load(sale);
            told = reserve(sale, phase, orders);
        }
        if (told.epoch() < 0) {
            // The database is silent, or has no such sale, or the stock was lost again just now.
            called.forEach(Waiting::returned);
            return new Decision(told.decidedAt(), () -> {});
        }
        if (told.words().stream().anyMatch(word -> word.startsWith("W"))) {
            drain.nudge(sale);
        }
        List<String> words = told.words();
        return new Decision(told.decidedAt(), () -> answer(sale, called, phase, words));
    }

    @Override
    public CallFault diagnose(DataAccessException failed) {
        return failed instanceof RedisAway || failed instanceof NotLoaded ? CallFault.REJECTED : CallFault.UNKNOWN;
    }

    @Override
    public Optional<Refused> refusal(DataAccessException failed) {
        return (failed instanceof NotLoaded ? failed.getCause() : failed) instanceof RedisAway away
                ? away.refusal()
                : Optional.empty();
    }

    @Override
    public boolean isAnswer(DataAccessException failed) {
        // That a stock is not loaded is an answer of Redis; the cause of a failed load says nothing of Redis.
        return failed instanceof RedisAway away ? away.isAnswer() : failed instanceof NotLoaded;
    }

    private void load(long sale) {
        askers.acquireUninterruptibly();
        long begun = System.nanoTime();
        try {
            stocktaking.take(sale);
            database.beat();
        } catch (NotLoaded e) {
            if (e.isOfDatabase()) {
                database.failed(begun, e);
            }
            throw e;
        } finally {
            askers.release();
        }
    }

    private Seckill known(long sale) {
        return Objects.requireNonNull(sales.get(sale));
    }

    private Reservations reserve(long sale, Phase phase, List<TimedOrder> orders) {
        return reservations.reserve(sale, known(sale).epoch(), places, phase == Phase.OPEN, orders);
    }

    private void answer(long sale, List<Waiting> called, Phase phase, List<String> words) {
        Optional<Set<String>> holders = holders(sale, refused(called, words));
        for (int i = 0; i < called.size(); i++) {
            Waiting buyer = called.get(i);
            try {
                answer(sale, buyer, phase, words.get(i), holders);
            } catch (IllegalArgumentException e) {
                log.error(
                        "unreadable reservation sale={} ticket={}",
                        sale,
                        buyer.order().ticket(),
                        e);
                buyer.failed();
            }
        }
    }

    private Optional<Set<String>> holders(long sale, List<String> refused) {
        if (refused.isEmpty()) {
            return Optional.of(Set.of());
        }
        askers.acquireUninterruptibly();
        try {
            return forgotten.among(sale, refused);
        } finally {
            askers.release();
        }
    }

    private static List<String> refused(List<Waiting> called, List<String> words) {
        return IntStream.range(0, called.size())
                .filter(i -> isRefusal(words.get(i)))
                .mapToObj(i -> called.get(i).order().buyer().digits())
                .toList();
    }

    private static boolean isRefusal(String word) {
        return word.startsWith("S") || word.startsWith("C");
    }

    private void answer(long sale, Waiting buyer, Phase phase, String word, Optional<Set<String>> holders) {
        switch (word.charAt(0)) {
            case 'W' -> buyer.decided(new Outcome.Queued(Known.read(word).ticket()));
            case 'R' -> tellHeld(sale, buyer, Known.read(word).ticket());
            case 'S', 'C' -> refuse(sale, buyer, phase, word, holders);
            case 'L', 'F', 'D' -> buyer.returned();
            default -> throw new IllegalArgumentException(word);
        }
    }

    private void refuse(long sale, Waiting buyer, Phase phase, String word, Optional<Set<String>> holders) {
        if (holders.isEmpty() && word.endsWith("?")) {
            // The database is away: who holds a unit is not to hear that there is none, and nothing was done.
            buyer.returned();
        } else if (holders.orElse(Set.of()).contains(buyer.order().buyer().digits())) {
            tellHeld(sale, buyer, buyer.order().ticket());
        } else if (word.startsWith("S")) {
            buyer.decided(new Over(Over.Reason.SOLD_OUT));
        } else {
            buyer.decided(new Over(phase == Phase.SOON ? Over.Reason.NOT_OPEN : Over.Reason.CLOSED));
        }
    }

    /** The database tells what the buyer holds. */
    private void tellHeld(long sale, Waiting buyer, Ticket held) {
        // Recorded by a call that was lost: then a busy database is no reason to say that nothing is.
        boolean isThisOne = held.equals(buyer.order().ticket());
        CompletableFuture<Void> unused = procedure
                .place(sale, buyer.order())
                .thenAccept(told ->
                        buyer.decided(isThisOne && told instanceof Outcome.Busy ? new Outcome.Unknown() : told));
    }
}
