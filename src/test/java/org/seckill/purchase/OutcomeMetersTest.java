package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

class OutcomeMetersTest {
    private static final Purchase PURCHASE =
            new Purchase(1000, new Phone("13800000000"), new Ticket("t"), 0, Instant.EPOCH, 1, "CNY");

    /** One of each kind, by the name that it is counted under. */
    private static final Map<String, Outcome> KINDS = Map.of(
            "recorded", new Outcome.Recorded(PURCHASE),
            "repeat", new Outcome.Repeat(PURCHASE),
            "sold_out", new Over(Over.Reason.SOLD_OUT),
            "not_open", new Over(Over.Reason.NOT_OPEN),
            "closed", new Over(Over.Reason.CLOSED),
            "busy", new Outcome.Busy(Duration.ofSeconds(3)),
            "unknown", new Outcome.Unknown(),
            "broken", new Outcome.Broken("refused by a check"),
            "rewritten", new Outcome.Rewritten(),
            "queued", new Outcome.Queued(new Ticket("t")));

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PurchaseEndpoints.OutcomeMeters meters = new PurchaseEndpoints.OutcomeMeters(registry);

    @Test
    void anAnswerIsCountedUnderItsKindAndNoOther() {
        Map<String, Double> expected = new TreeMap<>();
        KINDS.keySet().forEach(kind -> expected.put(kind, 0.0));
        assertThat(outcomes()).isEqualTo(expected);
        KINDS.forEach((kind, outcome) -> {
            meters.answered(outcome);
            expected.put(kind, 1.0);
            assertThat(outcomes()).isEqualTo(expected);
        });
    }

    @Test
    void noKindOfOutcomeIsForgottenHere() {
        assertThat(KINDS.values().stream().<Class<?>>map(Outcome::getClass))
                .containsOnly(Outcome.class.getPermittedSubclasses());
        assertThat(KINDS.values())
                .contains(Stream.of(Over.Reason.values()).map(Over::new).toArray(Outcome[]::new));
    }

    @Test
    void whatNeverHappenedReadsAsZero() {
        assertThat(registry.scrape()).contains("seckill_purchase_outcomes_total{kind=\"unknown\"} 0.0\n");
    }

    private Map<String, Double> outcomes() {
        return registry.get("seckill.purchase.outcomes").counters().stream()
                .collect(Collectors.toMap(counter -> counter.getId().getTag("kind"), Counter::count));
    }
}
