package org.seckill.purchase;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Phone;
import org.seckill.catalogue.UnknownSale;
import org.seckill.exposure.SaltedAddress;
import org.seckill.http.ServiceBusy;
import org.seckill.order.Order;
import org.seckill.order.OrderDeadline;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Outcome.Over.Reason;
import org.seckill.order.Purchase;
import org.seckill.order.PurchaseDesk;
import org.seckill.purchase.Winners.Roll;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.seckill.soldout.Mark;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Buying: the address first, then what memory knows, and only then the desk. */
@Component
final class Purchasing {
    private static final Logger log = LoggerFactory.getLogger(Purchasing.class);

    /** How far this node's clock and the database's may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    /** How a sale ended, and which list of its winners that makes. */
    private record Settled(Over over, Roll roll) {}

    /** What the desk knows of a buyer without a purchase, and whether it could not tell. */
    private record Standing(Optional<Outcome> outcome, Optional<Outcome> alone, boolean unknown) {
        Optional<Outcome> queued() {
            return outcome.filter(Outcome.Queued.class::isInstance);
        }

        Optional<Outcome> withoutDatabase() {
            return queued().<Outcome>map(waits -> new Outcome.Unknown()).or(() -> alone);
        }
    }

    private final SaltedAddress address;
    private final SoldOutBoard board;
    private final Winners winners;
    private final PurchaseDesk desk;
    private final PurchaseLookup holdings;
    private final OrderDeadline patience;
    private final Clock clock;

    Purchasing(
            SaltedAddress address,
            SoldOutBoard board,
            Winners winners,
            PurchaseDesk desk,
            PurchaseLookup holdings,
            OrderDeadline patience,
            Clock clock) {
        this.address = address;
        this.board = board;
        this.winners = winners;
        this.desk = desk;
        this.holdings = holdings;
        this.patience = patience;
        this.clock = clock;
    }

    /** @return completed by now when memory can tell, and else by the desk */
    CompletableFuture<Outcome> buy(Sale sale, Phone buyer, String md5) {
        if (!address.isOf(sale, buyer, md5)) {
            return CompletableFuture.completedFuture(new Outcome.Rewritten());
        }
        Optional<Settled> settled = settled(sale);
        if (settled.isPresent()) {
            return refuse(sale, buyer, settled.get());
        }
        return sale.phase(clock.instant()) == Phase.SOON
                ? CompletableFuture.completedFuture(new Over(Reason.NOT_OPEN))
                : traced(sale, Order.by(buyer));
    }

    /**
     * @return completed with what became of the buyer's orders so far; {@code Busy} when nothing did and still may;
     *     {@code Unknown} when one waits or is recorded, and the database cannot tell which; and with the exceptions of
     *     {@link PurchaseLookup#find} when neither the database nor the desk can tell
     */
    CompletableFuture<Outcome> result(Sale sale, Phone buyer) {
        // Before the purchase is looked for: what is settled first cannot be recorded in between, and what waits first
        // may.
        Optional<Outcome> settled = settled(sale).map(Settled::over);
        Standing standing = standing(sale, buyer);
        CompletableFuture<Outcome> told =
                holdings.find(sale.id(), buyer).thenApply(held -> result(settled, standing, held));
        // The database is away. What waits may be recorded already, and its buyer may know: whoever was queued goes on
        // asking.
        // Who certainly has nothing may press the button at once.
        return standing.withoutDatabase()
                .map(known -> told.exceptionally(failed -> known))
                .orElse(told);
    }

    /**
     * For a sale whose row is gone, or makes no sale.
     *
     * @return completed with the buyer's purchase, and else with {@link UnknownSale} or the exceptions of
     *     {@link PurchaseLookup#find}
     */
    CompletableFuture<Outcome> resultWithoutSale(long sale, Phone buyer) {
        return holdings.find(sale, buyer).thenApply(held -> new Outcome.Recorded(held.orElseThrow(UnknownSale::new)));
    }

    private static Outcome result(Optional<Outcome> settled, Standing standing, Optional<Purchase> held) {
        if (held.isPresent()) {
            return new Outcome.Recorded(held.get());
        }
        if (standing.unknown) {
            // An order may wait, and could still be recorded after a restock.
            throw new ServiceBusy();
        }
        return standing.queued()
                .or(() -> settled)
                .or(() -> standing.outcome)
                .orElseGet(() -> new Outcome.Busy(Duration.ZERO));
    }

    /** Whoever looks for the fate of one order finds its ticket here, with its buyer, and on all lines in between. */
    private CompletableFuture<Outcome> traced(Sale sale, Order order) {
        if (!log.isDebugEnabled()) {
            return place(sale, order);
        }
        log.debug("order pressed sale={} ticket={} buyer={}", sale.id(), order.ticket(), order.buyer());
        return place(sale, order)
                .whenComplete((outcome, failure) -> log.debug(
                        "order answered sale={} ticket={} outcome={}",
                        sale.id(),
                        order.ticket(),
                        outcome == null ? failure : outcome.getClass().getSimpleName()));
    }

    // A node that died may have recorded what seems to wait, and the buyer may know.
    private CompletableFuture<Outcome> place(Sale sale, Order order) {
        return desk.place(sale, order)
                .thenCompose(outcome -> outcome instanceof Outcome.Queued queued
                                && !queued.ticket().equals(order.ticket())
                        ? holdings.repeatOr(sale.id(), order.buyer(), outcome)
                        : CompletableFuture.completedFuture(outcome));
    }

    private Standing standing(Sale sale, Phone buyer) {
        try {
            Optional<Outcome> outcome = desk.standing(sale, buyer);
            return new Standing(
                    outcome, outcome.isPresent() ? Optional.empty() : desk.withoutDatabase(sale, buyer), false);
        } catch (DataAccessException e) {
            log.debug("standing unknown sale={}", sale.id(), e);
            return new Standing(Optional.empty(), Optional.empty(), true);
        }
    }

    /** @return nothing while the sale may still record an order */
    private Optional<Settled> settled(Sale sale) {
        Optional<Mark> mark = board.find(sale);
        if (mark.isPresent()) {
            Roll roll = new Roll(sale.id(), mark.get().epoch(), mark.get().decidedAt(), 0);
            return Optional.of(new Settled(new Over(Reason.SOLD_OUT), roll));
        }
        Instant settledAt = settledAt(sale);
        Roll roll = new Roll(sale.id(), sale.epoch(), settledAt, sale.stock());
        return clock.instant().isBefore(settledAt)
                ? Optional.empty()
                : Optional.of(new Settled(new Over(Reason.CLOSED), roll));
    }

    // Nothing more can be recorded, so who holds a unit is settled; the desk tells such a buyer which.
    private CompletableFuture<Outcome> refuse(Sale sale, Phone buyer, Settled settled) {
        boolean holds;
        try {
            holds = winners.include(settled.roll, buyer);
        } catch (DataAccessException | ServiceBusy e) {
            // Nobody can say now whether this buyer holds a unit; nothing was ordered, so it may be tried again.
            log.debug("winners unknown sale={}", sale.id(), e);
            return CompletableFuture.completedFuture(Outcome.Busy.SOON);
        }
        return holds ? tellHeld(sale, buyer) : CompletableFuture.completedFuture(settled.over);
    }

    // What the desk decides by may have been lost, and the purchase is not.
    private CompletableFuture<Outcome> tellHeld(Sale sale, Phone buyer) {
        return place(sale, Order.by(buyer))
                .thenCompose(outcome -> outcome instanceof Over
                        ? holdings.repeatOr(sale.id(), buyer, outcome)
                        : CompletableFuture.completedFuture(outcome));
    }

    // An order that came in time may be on its way for as long as the desk has patience; the desk answers until then.
    private Instant settledAt(Sale sale) {
        return sale.window().end().plus(patience.deadline()).plus(SKEW);
    }
}
