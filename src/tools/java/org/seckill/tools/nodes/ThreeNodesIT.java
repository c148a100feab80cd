package org.seckill.tools.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.tools.check.CheckFindings;

/** Three processes of the WAR, killed in the middle of selling, keep every promise. */
@Tag("nginx")
@Timeout(300)
class ThreeNodesIT {
    /** What a dead node had is taken over after half of that ({@code SECKILL_QUEUE_CLAIM_MS}). */
    private static final Duration STRANDED = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void salesAreSoldOutExactlyWhileNodesRedisAndZooKeeperAreKilled(PurchaseMode desk)
            throws InterruptedException, IOException {
        NodesOptions terms = new NodesOptions(desk, 2, 400, 700, true, 1);
        try (NodeFleet fleet = NodeFleet.start(desk)) {
            TrialRecord course = NodesTrial.run(fleet, terms);
            CheckFindings findings = course.findings(fleet);
            String summary = String.join("\n", new NodesSummary(course, findings).lines());
            Files.writeString(Path.of("target", "nodes", desk.setting() + ".txt"), summary);
            assertThat(findings.violations().broken()).as(summary).isEmpty();
            assertThat(findings.settledAfter()).as(summary).isLessThan(STRANDED);
            assertThat(course.outages()).hasSize(4);
        }
    }
}
