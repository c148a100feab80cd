package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceRateTest {
    private final Lane.ServiceRate rate = new Lane.ServiceRate(100);

    @Test
    void theEstimateFollowsTheLatestBatches() {
        serve(Duration.ofMillis(10));
        assertThat(rate.timeFor(8_000)).as("80 batches of 10 ms").isEqualTo(Duration.ofSeconds(1));
        serve(Duration.ofSeconds(1));
        assertThat(rate.timeFor(8_000)).as("80 batches of 1 s").isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void theEstimateCountsWholeBatchesFromTheStart() {
        assertThat(rate.timeFor(6_000)).isEqualTo(Duration.ofSeconds(1));
        rate.served(Duration.ofMillis(5).toNanos());
        assertThat(rate.timeFor(6_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void itIsAtLeastTheSecondThatAHeaderCanSay() {
        assertThat(rate.timeFor(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPartOfASecondAndOfABatchCountsAsAWhole() {
        serve(Duration.ofSeconds(1));
        assertThat(rate.timeFor(101)).isEqualTo(Duration.ofSeconds(2));
    }

    private void serve(Duration each) {
        for (int i = 0; i < 200; i++) {
            rate.served(each.toNanos());
        }
    }
}
