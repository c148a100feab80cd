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

/** The board over ZooKeeper; not there at all where no address is given. */
@Configuration
class ZooKeeperConfig {
    /** A server that falls silent is noticed after two thirds of it. */
    private static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Only the relay's thread waits that long; after it, everything is read again anyway. */
    private static final RetryOneTime RETRY = new RetryOneTime(100);

    /** Below the chroot. */
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
    ZooKeeperMarkCleanup zooKeeperSweep(SoldOutBoard board, ZooKeeperRelay relay, Catalogue catalogue, Clock clock) {
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
