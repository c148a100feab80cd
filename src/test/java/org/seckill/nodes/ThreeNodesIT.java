package org.seckill.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.check.Findings;
import org.seckill.parts.Desk;

/** Three processes of the WAR, killed in the middle of selling, keep every promise. */
@Tag("nginx")
@Timeout(300)
class ThreeNodesIT {
    /** What a dead node had is taken over after half of that ({@code SECKILL_QUEUE_CLAIM_MS}). */
    private static final Duration STRANDED = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void salesAreSoldOutExactlyWhileNodesRedisAndZooKeeperAreKilled(Desk desk)
            throws InterruptedException, IOException {
        Terms terms = new Terms(desk, 4, 400, 700, true, 1);
        try (Fleet fleet = Fleet.start(desk)) {
            Course course = Trial.run(fleet, terms);
            Findings findings = course.findings(fleet);
            String summary = String.join("\n", new Summary(course, findings).lines());
            Files.writeString(Path.of("target", "nodes", desk.setting() + ".txt"), summary);
            assertThat(findings.verdicts().broken()).as(summary).isEmpty();
            assertThat(findings.settledAfter()).as(summary).isLessThan(STRANDED);
            assertThat(course.outages()).hasSize(8);
        }
    }
}
