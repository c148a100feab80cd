package org.seckill.config;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.seckill.catalogue.Catalogue;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.soldout.ZooKeeperMarkCleanup;
import org.seckill.soldout.ZooKeeperRelay;
import org.seckill.web.Probe;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Beans that share sold-out marks through ZooKeeper. Used only if {@code SECKILL_ZOOKEEPER} is set. */
@Configuration
class ZooKeeperConfig {
    /** The session timeout. The client notices a server that does not answer after two thirds of it. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** One short retry: only the relay's thread waits for it, and a reconnected relay reads all marks again. */
    private static final RetryOneTime RETRY = new RetryOneTime(100);

    /** Path of the marks below the chroot. */
    private static final String FOLDER = "/soldout";

    @Bean(initMethod = "start", destroyMethod = "close")
    ZooKeeperRelay zooKeeperRelay(Settings settings, SoldOutBoard board, MeterRegistry registry, Clock clock) {
        ZooKeeperAddress address = settings.zooKeeper();
        CuratorFramework client = CuratorFrameworkFactory.builder()
                .connectString(address.servers())
                .sessionTimeoutMs((int) SESSION.toMillis())
                .connectionTimeoutMs((int) CONNECT_TIMEOUT.toMillis())
                .retryPolicy(RETRY)
                // The servers are those that the setting names.
                .ensembleTracker(false)
                .build();
        return new ZooKeeperRelay(board, client, address.chroot() + FOLDER, registry, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ZooKeeperMarkCleanup zooKeeperMarkCleanup(
            SoldOutBoard board, ZooKeeperRelay relay, Catalogue catalogue, Clock clock) {
        return new ZooKeeperMarkCleanup(board, relay, catalogue::find, clock);
    }

    // Not required: a node without it only asks its database more often.
    @Bean
    @Order(3)
    Probe zooKeeperProbe(ZooKeeperRelay relay) {
        return new Probe(
                "zookeeper", false, () -> relay.isConnected() ? Optional.empty() : Optional.of("not connected"));
    }
}
