package org.seckill.purchase;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.sale.Money;

/** The data in the answers of {@code execution} and {@code result}. Only {@link Queued} has a {@code ticket}. */
sealed interface Execution {
    /** A code of {@link StateCode}. */
    int state();

    /**
     * An outcome other than queued.
     *
     * @param stateInfo the state in words, for logs; pages have their own texts
     * @param successKilled the buyer's purchase, or null; a void purchase is shown with state 0
     */
    record Answered(
            long seckillId,
            int state,
            String stateInfo,
            @Nullable SuccessKilled successKilled) implements Execution {}

    /** @param successKilled always null: nothing is recorded yet */
    record Queued(
            long seckillId,
            int state,
            String stateInfo,
            @Nullable SuccessKilled successKilled,
            String ticket) implements Execution {}

    /**
     * A recorded purchase.
     *
     * @param userPhone masked
     * @param createTime in milliseconds since the epoch
     * @param price in minor units of the currency
     * @param currency ISO 4217 code
     * @param decimals the number of decimal digits in {@code price}
     */
    record SuccessKilled(
            long seckillId,
            String userPhone,
            String ticket,
            int state,
            long createTime,
            long price,
            String currency,
            int decimals) {
        static SuccessKilled of(Purchase purchase) {
            return new SuccessKilled(
                    purchase.sale(),
                    purchase.buyer().masked(),
                    purchase.ticket().id(),
                    purchase.state(),
                    purchase.createTime().toEpochMilli(),
                    purchase.price(),
                    purchase.currency(),
                    Money.decimals(purchase.currency()));
        }
    }

    static Execution of(long sale, Outcome outcome) {
        if (outcome instanceof Outcome.Queued queued) {
            return new Queued(
                    sale,
                    StateCode.QUEUED.code(),
                    "queued",
                    null,
                    queued.ticket().id());
        }
        if (outcome instanceof Outcome.Recorded recorded) {
            return holding(sale, StateCode.SUCCESS, "bought", recorded.purchase());
        }
        if (outcome instanceof Outcome.Repeat repeat) {
            return holding(sale, StateCode.REPEAT, "already bought", repeat.held());
        }
        if (outcome instanceof Outcome.Over over) {
            return of(sale, StateCode.OVER, words(over.reason()), Optional.empty());
        }
        if (outcome instanceof Outcome.Rewritten) {
            return of(sale, StateCode.REWRITTEN, "data rewritten", Optional.empty());
        }
        if (outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Broken) {
            return of(sale, StateCode.SYSTEM_ERROR, "outcome unknown, ask for the result", Optional.empty());
        }
        if (outcome instanceof Outcome.Busy) {
            return of(sale, StateCode.BUSY, "nothing recorded, try again", Optional.empty());
        }
        throw new IllegalArgumentException("no state for " + outcome);
    }

    // A void purchase holds no unit: a client that reads only `state` must not report it as bought.
    private static Answered holding(long sale, StateCode state, String info, Purchase purchase) {
        return purchase.isVoid()
                ? of(sale, StateCode.OVER, "purchase is void", Optional.of(purchase))
                : of(sale, state, info, Optional.of(purchase));
    }

    private static Answered of(long sale, StateCode state, String info, Optional<Purchase> held) {
        return new Answered(
                sale, state.code(), info, held.map(SuccessKilled::of).orElse(null));
    }

    private static String words(Outcome.Over.Reason reason) {
        return switch (reason) {
            case NOT_OPEN -> "not open yet";
            case SOLD_OUT -> "sold out";
            case CLOSED -> "over";
        };
    }
}
