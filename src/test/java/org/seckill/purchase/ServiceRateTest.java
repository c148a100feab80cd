package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServiceRateTest {
    private final ServiceRate rate = new ServiceRate();

    @Test
    void theTimeFollowsThePaceOfLate() {
        serve(100, Duration.ofMillis(10));
        assertThat(rate.timeFor(8_000)).as("0.8 s at 10,000 a second").isEqualTo(Duration.ofSeconds(1));
        serve(100, Duration.ofSeconds(1));
        assertThat(rate.timeFor(8_000)).as("at 100 a second").isEqualTo(Duration.ofSeconds(80));
    }

    @Test
    void itIsNeverLessThanASecondThatAHeaderCanSay() {
        assertThat(rate.timeFor(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aPartOfASecondCountsAsAWhole() {
        serve(1000, Duration.ofSeconds(1));
        assertThat(rate.timeFor(1_500)).isEqualTo(Duration.ofSeconds(2));
    }

    private void serve(int orders, Duration each) {
        for (int i = 0; i < 200; i++) {
            rate.served(orders, each.toNanos());
        }
    }
}
