package org.seckill.purchase;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Buyers;
import org.seckill.buyer.Phone;
import org.seckill.catalogue.Catalogue;
import org.seckill.http.Call;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.Reply;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/** The address that the "buy" button posts to, and the one that answers with the outcome of a buyer's orders. */
@Component
final class PurchaseEndpoints implements Endpoints {
    private final Buyers buyers;
    private final Catalogue catalogue;
    private final Purchasing purchasing;
    private final OutcomeMeters meters;

    PurchaseEndpoints(Buyers buyers, Catalogue catalogue, Purchasing purchasing, MeterRegistry registry) {
        this.buyers = buyers;
        this.catalogue = catalogue;
        this.purchasing = purchasing;
        this.meters = new OutcomeMeters(registry);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("/seckill/*/*/execution", Set.of("POST"), this::execution),
                Endpoint.of("/seckill/*/result", Set.of("GET"), this::result));
    }

    private CompletableFuture<Reply> execution(Call call, List<String> variables) {
        Phone buyer = buyers.require(call);
        Sale sale = catalogue.require(variables.get(0));
        return purchasing.buy(sale, buyer, variables.get(1)).thenApply(outcome -> {
            meters.answered(outcome);
            return ExecutionAnswer.reply(sale.id(), outcome);
        });
    }

    /** Buyers with a queued order poll this while the rush goes on. */
    private CompletableFuture<Reply> result(Call call, List<String> variables) {
        Phone buyer = buyers.require(call);
        long id = Catalogue.number(variables.get(0));
        // A purchase is shown also if its sale's row was deleted or is unreadable.
        CompletableFuture<Outcome> result = catalogue
                .find(id)
                .map(sale -> purchasing.result(sale, buyer))
                .orElseGet(() -> purchasing.resultWithoutSale(id, buyer));
        // Status 200 also for `Busy`: the question was answered.
        return result.thenApply(outcome -> Reply.json(ExecutionAnswer.json(id, outcome)));
    }

    /**
     * Counts the answered orders by outcome. All counters are registered at the start: an outcome that never happened reads
     * as 0, and counting needs no look-up. Thread-safe.
     */
    static final class OutcomeMeters {
        private final Counter recorded;
        private final Counter repeat;
        private final Counter soldOut;
        private final Counter notOpen;
        private final Counter closed;
        private final Counter busy;
        private final Counter unknown;
        private final Counter broken;
        private final Counter rewritten;
        private final Counter queued;

        OutcomeMeters(MeterRegistry registry) {
            recorded = outcomes(registry, "recorded");
            repeat = outcomes(registry, "repeat");
            soldOut = outcomes(registry, "sold_out");
            notOpen = outcomes(registry, "not_open");
            closed = outcomes(registry, "closed");
            busy = outcomes(registry, "busy");
            unknown = outcomes(registry, "unknown");
            broken = outcomes(registry, "broken");
            rewritten = outcomes(registry, "rewritten");
            queued = outcomes(registry, "queued");
        }

        /** Counts one answered order, also one that was refused before it reached the desk. */
        void answered(Outcome outcome) {
            counterOf(outcome).increment();
        }

        private Counter counterOf(Outcome outcome) {
            if (outcome instanceof Over refusal) {
                return switch (refusal.reason()) {
                    case SOLD_OUT -> soldOut;
                    case NOT_OPEN -> notOpen;
                    case CLOSED -> closed;
                };
            }
            if (outcome instanceof Outcome.Queued) {
                return queued;
            }
            if (outcome instanceof Outcome.Recorded) {
                return recorded;
            }
            if (outcome instanceof Outcome.Repeat) {
                return repeat;
            }
            if (outcome instanceof Outcome.Busy) {
                return busy;
            }
            if (outcome instanceof Outcome.Broken) {
                return broken;
            }
            return outcome instanceof Outcome.Unknown ? unknown : rewritten;
        }

        private static Counter outcomes(MeterRegistry registry, String kind) {
            return Counter.builder("seckill.purchase.outcomes")
                    .description("Orders that were answered")
                    .tag("kind", kind)
                    .register(registry);
        }
    }
}
