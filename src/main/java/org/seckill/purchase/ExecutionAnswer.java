package org.seckill.purchase;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Envelope;
import org.seckill.http.Reply;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;
import org.seckill.sale.Money;

/** The answers of {@code execution} and {@code result} as JSON. Frequent ones are prepared: only sale and ticket vary. */
final class ExecutionAnswer {
    /** The state codes of the HTTP interface: those of the classic course application, with QUEUED and BUSY added. */
    private enum StateCode {
        QUEUED(2),
        SUCCESS(1),
        OVER(0),
        REPEAT(-1),
        SYSTEM_ERROR(-2),
        REWRITTEN(-3),
        BUSY(-4);

        final int code;

        StateCode(int code) {
            this.code = code;
        }
    }

    /** The data. Only {@link Data.Queued} has a {@code ticket}. */
    sealed interface Data {
        /** One of the state codes. */
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
                @Nullable SuccessKilled successKilled) implements Data {}

        /** @param successKilled always null: nothing is recorded yet */
        record Queued(
                long seckillId,
                int state,
                String stateInfo,
                @Nullable SuccessKilled successKilled,
                String ticket) implements Data {}

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
    }

    private static final Map<Outcome, Reply.Template> PREPARED = Stream.of(
                    new Over(Over.Reason.NOT_OPEN),
                    new Over(Over.Reason.SOLD_OUT),
                    new Over(Over.Reason.CLOSED),
                    new Outcome.Rewritten(),
                    new Outcome.Unknown())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), outcome -> Reply.Template.of(sale -> envelope(sale, outcome))));

    private static final Reply.Template BUSY =
            Reply.Template.of(sale -> Envelope.refused("busy, try again", data(sale, Outcome.Busy.SOON)));

    private static final Reply.Template QUEUED =
            Reply.Template.of((sale, ticket) -> envelope(sale, new Outcome.Queued(new Ticket(ticket))));

    private ExecutionAnswer() {}

    /** The reply to {@code execution}. */
    static Reply reply(long sale, Outcome outcome) {
        if (outcome instanceof Outcome.Busy busy) {
            String seconds = Long.toString(busy.retryAfter().toSeconds());
            return Reply.json(503, BUSY.with(sale)).with("Retry-After", seconds);
        }
        return Reply.json(json(sale, outcome));
    }

    static byte[] json(long sale, Outcome outcome) {
        if (outcome instanceof Outcome.Queued queued) {
            return QUEUED.with(sale, queued.ticket().id());
        }
        boolean holds = outcome instanceof Outcome.Recorded || outcome instanceof Outcome.Repeat;
        Reply.Template prepared = holds ? null : PREPARED.get(outcome);
        return prepared == null ? Reply.bytes(envelope(sale, outcome)) : prepared.with(sale);
    }

    private static Envelope<?> envelope(long sale, Outcome outcome) {
        return Envelope.of(data(sale, outcome));
    }

    static Data data(long sale, Outcome outcome) {
        if (outcome instanceof Outcome.Queued queued) {
            return new Data.Queued(
                    sale, StateCode.QUEUED.code, "queued", null, queued.ticket().id());
        }
        if (outcome instanceof Outcome.Recorded recorded) {
            return holding(sale, StateCode.SUCCESS, "bought", recorded.purchase());
        }
        if (outcome instanceof Outcome.Repeat repeat) {
            return holding(sale, StateCode.REPEAT, "already bought", repeat.held());
        }
        if (outcome instanceof Outcome.Over over) {
            return answered(sale, StateCode.OVER, words(over.reason()), Optional.empty());
        }
        if (outcome instanceof Outcome.Rewritten) {
            return answered(sale, StateCode.REWRITTEN, "data rewritten", Optional.empty());
        }
        if (outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Broken) {
            return answered(sale, StateCode.SYSTEM_ERROR, "outcome unknown, ask for the result", Optional.empty());
        }
        if (outcome instanceof Outcome.Busy) {
            return answered(sale, StateCode.BUSY, "nothing recorded, try again", Optional.empty());
        }
        throw new IllegalArgumentException("no state for " + outcome);
    }

    // A void purchase holds no unit: a client that reads only `state` must not report it as bought.
    private static Data.Answered holding(long sale, StateCode state, String info, Purchase purchase) {
        return purchase.isVoid()
                ? answered(sale, StateCode.OVER, "purchase is void", Optional.of(purchase))
                : answered(sale, state, info, Optional.of(purchase));
    }

    private static Data.Answered answered(long sale, StateCode state, String info, Optional<Purchase> held) {
        return new Data.Answered(
                sale, state.code, info, held.map(Data.SuccessKilled::of).orElse(null));
    }

    private static String words(Outcome.Over.Reason reason) {
        return switch (reason) {
            case NOT_OPEN -> "not open yet";
            case SOLD_OUT -> "sold out";
            case CLOSED -> "over";
        };
    }
}
