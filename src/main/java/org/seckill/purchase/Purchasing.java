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
import org.seckill.purchase.Winners.SaleEnd;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.seckill.soldout.Mark;
import org.seckill.soldout.SoldOutBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Decides what happens to a purchase request: checks the address, then the sold-out board and the window in memory, and
 * places an order at the desk only if these do not refuse it. Thread-safe; blocks only while the winners of an ended
 * sale, or the desk's standing, are read.
 */
@Component
final class Purchasing {
    private static final Logger log = LoggerFactory.getLogger(Purchasing.class);

    /** The largest difference between this node's clock and the database's. */
    private static final Duration MAX_CLOCK_OFFSET = Duration.ofSeconds(5);

    /** The refusal of a sale that records nothing more, and the key of its winners. */
    private record Settled(Over over, SaleEnd end) {}

    /**
     * What the desk knows of a buyer's orders that are no purchase.
     *
     * @param fallback the answer if the database cannot be asked for a purchase
     * @param unknown whether the desk could not be asked
     */
    private record Standing(Optional<Outcome> outcome, Optional<Outcome> fallback, boolean unknown) {
        Optional<Outcome> queued() {
            return outcome.filter(Outcome.Queued.class::isInstance);
        }

        Optional<Outcome> withoutDatabase() {
            // A queued order may be recorded already, and its buyer may know: the buyer keeps polling.
            return queued().<Outcome>map(waits -> new Outcome.Unknown()).or(() -> fallback);
        }
    }

    private final SaltedAddress address;
    private final SoldOutBoard board;
    private final Winners winners;
    private final PurchaseDesk desk;
    private final PurchaseLookup lookup;
    private final OrderDeadline orderDeadline;
    private final Clock clock;

    Purchasing(
            SaltedAddress address,
            SoldOutBoard board,
            Winners winners,
            PurchaseDesk desk,
            PurchaseLookup lookup,
            OrderDeadline orderDeadline,
            Clock clock) {
        this.address = address;
        this.board = board;
        this.winners = winners;
        this.desk = desk;
        this.lookup = lookup;
        this.orderDeadline = orderDeadline;
        this.clock = clock;
    }

    /**
     * Buys one unit.
     *
     * @return already completed if memory refuses the request; otherwise completed by the desk
     */
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
                : placeAndLog(sale, Order.by(buyer));
    }

    /**
     * Finds the outcome of the buyer's orders.
     *
     * @return completed with {@code Busy} if nothing is recorded and the buyer may order again; with {@code Unknown} if
     *     an order is queued or recorded, and the database does not answer which; with the exceptions of
     *     {@link PurchaseLookup#find} if neither the database nor the desk knows; otherwise with the outcome
     */
    CompletableFuture<Outcome> result(Sale sale, Phone buyer) {
        // Both are read before the look-up: a settled sale records nothing in between, and an order that is queued here
        // is found by the look-up if it is recorded in between.
        Optional<Outcome> settled = settled(sale).map(Settled::over);
        Standing standing = standing(sale, buyer);
        CompletableFuture<Outcome> result =
                lookup.find(sale.id(), buyer).thenApply(held -> result(settled, standing, held));
        // Without the database the desk's knowledge must do: a buyer who certainly has nothing may order at once.
        return standing.withoutDatabase()
                .map(fallback -> result.exceptionally(failed -> fallback))
                .orElse(result);
    }

    /**
     * Finds a purchase in a sale whose row was deleted or is invalid.
     *
     * @return completed with {@code Recorded}; with {@link UnknownSale} if the buyer has no purchase; or with the
     *     exceptions of {@link PurchaseLookup#find}
     */
    CompletableFuture<Outcome> resultWithoutSale(long sale, Phone buyer) {
        return lookup.find(sale, buyer).thenApply(held -> new Outcome.Recorded(held.orElseThrow(UnknownSale::new)));
    }

    private static Outcome result(Optional<Outcome> settled, Standing standing, Optional<Purchase> held) {
        if (held.isPresent()) {
            return new Outcome.Recorded(held.get());
        }
        if (standing.unknown) {
            // An order may be queued, and a restock may let it be recorded.
            throw new ServiceBusy();
        }
        return standing.queued()
                .or(() -> settled)
                .or(() -> standing.outcome)
                .orElseGet(() -> new Outcome.Busy(Duration.ZERO));
    }

    /**
     * At DEBUG, logs the order's ticket with its buyer and its outcome. All other lines of the order have the ticket.
     */
    private CompletableFuture<Outcome> placeAndLog(Sale sale, Order order) {
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

    // The desk answers with an earlier order that seems to wait. A node that died may have recorded it already.
    private CompletableFuture<Outcome> place(Sale sale, Order order) {
        return desk.place(sale, order)
                .thenCompose(outcome -> outcome instanceof Outcome.Queued queued
                                && !queued.ticket().equals(order.ticket())
                        ? lookup.repeatOr(sale.id(), order.buyer(), outcome)
                        : CompletableFuture.completedFuture(outcome));
    }

    private Standing standing(Sale sale, Phone buyer) {
        try {
            Optional<Outcome> outcome = desk.standing(sale, buyer);
            return new Standing(
                    outcome, outcome.isPresent() ? Optional.empty() : desk.withoutDatabase(sale, buyer), false);
        } catch (DataAccessException e) {
            log.debug("the desk does not know the buyer's standing sale={}", sale.id(), e);
            return new Standing(Optional.empty(), Optional.empty(), true);
        }
    }

    /** @return empty while the sale may still record an order */
    private Optional<Settled> settled(Sale sale) {
        Optional<Mark> mark = board.find(sale);
        if (mark.isPresent()) {
            SaleEnd end = new SaleEnd(sale.id(), mark.get().epoch(), mark.get().decidedAt(), 0);
            return Optional.of(new Settled(new Over(Reason.SOLD_OUT), end));
        }
        Instant settledAt = settledAt(sale);
        if (clock.instant().isBefore(settledAt)) {
            return Optional.empty();
        }
        return Optional.of(
                new Settled(new Over(Reason.CLOSED), new SaleEnd(sale.id(), sale.epoch(), settledAt, sale.stock())));
    }

    // The sale is settled, so the list of winners is final. Only a winner's request reaches the desk, for the purchase.
    private CompletableFuture<Outcome> refuse(Sale sale, Phone buyer, Settled settled) {
        boolean holds;
        try {
            holds = winners.include(settled.end, buyer);
        } catch (DataAccessException | ServiceBusy e) {
            // It is unknown whether this buyer has a purchase. Nothing was ordered, so the buyer may try again.
            log.debug("could not read the winners sale={}", sale.id(), e);
            return CompletableFuture.completedFuture(Outcome.Busy.SOON);
        }
        return holds ? findPurchase(sale, buyer) : CompletableFuture.completedFuture(settled.over);
    }

    // The desk may answer `Over` to a winner: Redis may have lost its buyers. The database has the purchase.
    private CompletableFuture<Outcome> findPurchase(Sale sale, Phone buyer) {
        return place(sale, Order.by(buyer))
                .thenCompose(outcome -> outcome instanceof Over
                        ? lookup.repeatOr(sale.id(), buyer, outcome)
                        : CompletableFuture.completedFuture(outcome));
    }

    // An order that arrived in time may be in flight until its deadline. Until then the desk decides.
    private Instant settledAt(Sale sale) {
        return sale.window().end().plus(orderDeadline.deadline()).plus(MAX_CLOCK_OFFSET);
    }
}
