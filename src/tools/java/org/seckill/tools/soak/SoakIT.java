package org.seckill.tools.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;

/** The whole soak, short, with a leak of three kinds: it has to say which these are, and that every promise held. */
@Timeout(120)
class SoakIT {
    private static final Path OUT = Path.of("target", "soak", "it");

    private static final SoakPace SHORT = new SoakPace(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(6), Duration.ofSeconds(6), 40, 40);

    @Test
    void itFindsTheLeaksThatArePlantedAndNoBrokenPromise() throws InterruptedException, IOException {
        SoakOptions terms = new SoakOptions(Duration.ofSeconds(30), List.of(PurchaseMode.QUEUE), SHORT, OUT);
        List<RawConnection> leaked = new ArrayList<>();
        try (SoakNode ground = SoakNode.start(PurchaseMode.QUEUE)) {
            ground.database().update("CREATE TABLE IF NOT EXISTS leak (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY)");
            SoakSummary summary = Soak.run(terms, List.of(ground), line -> leak(ground, leaked));
            DeskSamples stay = summary.stays().get(0);
            assertThat(stay.faults()).isEmpty();
            assertThat(stay.sales()).isGreaterThanOrEqualTo(2);
            assertThat(stay.purchases()).isGreaterThanOrEqualTo(2L * SHORT.stock());
            assertThat(stay.judgement(SHORT.warmUp()).grown())
                    .contains(SoakMeasure.FILES, SoakMeasure.ETERNAL_KEYS, SoakMeasure.OTHER_ROWS)
                    .doesNotContain(SoakMeasure.METASPACE, SoakMeasure.SURPLUS_ROWS, SoakMeasure.DATABASE_CONNECTIONS);
            assertThat(summary.isGood()).isFalse();
            assertThat(OUT.resolve("samples.csv"))
                    .content()
                    .hasLineCount(1 + stay.samples().size());
            assertThat(OUT.resolve("soak.md")).content().contains("| file handles |", "GROWN");
            assertThat(OUT.resolve("soak.svg")).content().contains("resident memory, MB");
        } finally {
            leaked.forEach(RawConnection::close);
        }
    }

    /** After each sample: connections that are kept in use, so that the node keeps them, a key and a row for ever. */
    private static void leak(SoakNode ground, List<RawConnection> leaked) {
        leaked.add(new RawConnection(ground.port()));
        leaked.add(new RawConnection(ground.port()));
        leaked.forEach(line -> line.ask(RawRequest.get("/healthz")));
        ground.redis().ask(jedis -> jedis.set("leak:" + leaked.size(), "kept"));
        ground.database().update("INSERT INTO leak () VALUES ()");
    }
}
