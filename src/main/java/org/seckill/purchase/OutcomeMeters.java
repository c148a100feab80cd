package org.seckill.purchase;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.springframework.stereotype.Component;

/**
 * Counts the answered orders by outcome. All counters are registered at the start: an outcome that never happened reads
 * as 0, and counting needs no look-up. Thread-safe.
 */
@Component
final class OutcomeMeters {
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
