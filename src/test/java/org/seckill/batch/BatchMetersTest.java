package org.seckill.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each event of a desk changes its own meter and no other. */
class BatchMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final BatchMeters meters = new BatchMeters(registry, "seckill.");

    @Test
    void aCommitIsOneBatchOfItsSizeAndItsTime() {
        meters.committed(256, 4_000_000);
        meters.committed(1, 1_000_000);
        assertThat(registry.get("seckill.batch.size").summary().count()).isEqualTo(2);
        assertThat(registry.get("seckill.batch.size").summary().totalAmount()).isEqualTo(257);
        assertThat(registry.get("seckill.commit").timer().count()).isEqualTo(2);
        assertThat(registry.get("seckill.commit").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
        assertThat(registry.scrape())
                .contains(
                        "seckill_batch_size_bucket{le=\"1.0\"} 1\n",
                        "seckill_batch_size_bucket{le=\"128.0\"} 1\n",
                        "seckill_batch_size_bucket{le=\"256.0\"} 2\n");
    }

    @Test
    void theWaitInTheLaneIsApartFromTheCommit() {
        meters.waited(2_000_000);
        assertThat(registry.get("seckill.lane.wait").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(registry.get("seckill.commit").timer().count()).isZero();
    }

    @Test
    void aLostCallCountsOnceAndEachOrderInIt() {
        meters.unknownCommit(40);
        meters.unknownCommit(2);
        assertThat(count("seckill.commit.unknown")).isEqualTo(2);
        assertThat(count("seckill.commit.unknown.orders")).isEqualTo(42);
    }

    @Test
    void repeatedOrdersAndHalvedBatchesAreCounted() {
        meters.retried(7);
        meters.split();
        assertThat(count("seckill.orders.retried")).isEqualTo(7);
        assertThat(count("seckill.batch.splits")).isEqualTo(1);
    }

    @Test
    void theDepthOfALaneIsReadAtEachScrape() {
        AtomicInteger depth = new AtomicInteger(5);
        meters.watchLane(1000, depth::get);
        meters.watchLane(1001, () -> 9);
        assertThat(registry.scrape())
                .contains("seckill_lane_depth{sale=\"1000\"} 5.0\n", "seckill_lane_depth{sale=\"1001\"} 9.0\n");
        depth.set(6);
        assertThat(registry.scrape()).contains("seckill_lane_depth{sale=\"1000\"} 6.0\n");
    }

    @Test
    void anEventThatNeverHappenedReadsAsZero() {
        assertThat(registry.scrape()).contains("seckill_commit_unknown_total 0.0\n");
    }

    private double count(String name) {
        return registry.get(name).counter().count();
    }
}
