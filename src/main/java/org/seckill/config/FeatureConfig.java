package org.seckill.config;

import java.time.Clock;
import org.seckill.batch.LaneLimits;
import org.seckill.buyer.Region;
import org.seckill.buyer.Secret;
import org.seckill.buyer.SecretComparison;
import org.seckill.catalogue.CacheTimes;
import org.seckill.order.OrderDeadline;
import org.seckill.order.PurchaseDesk;
import org.seckill.order.PurchaseMode;
import org.seckill.procedure.ClockTolerance;
import org.seckill.procedure.ProcedureDesk;
import org.seckill.queue.QueueDesk;
import org.seckill.reconcile.ReconcileScheduler;
import org.seckill.reservation.QueueLimits;
import org.seckill.web.Probe;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;

/** Beans of the features, and the part of the settings that each feature needs. */
@Configuration
// Lazy: the beans of the desk "queue" are created only if it is the configured desk.
@ComponentScan(
        basePackages = {"org.seckill.queue", "org.seckill.reconcile", "org.seckill.redis", "org.seckill.reservation"},
        lazyInit = true)
@ComponentScan({
    "org.seckill.asset",
    "org.seckill.batch",
    "org.seckill.buyer",
    "org.seckill.catalogue",
    "org.seckill.exposure",
    "org.seckill.metrics",
    "org.seckill.page",
    "org.seckill.procedure",
    "org.seckill.purchase",
    "org.seckill.soldout",
    "org.seckill.web"
})
class FeatureConfig {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Secret secret(Settings settings) {
        return settings.secret();
    }

    // Required: a node with a different secret rejects the buyers of the other nodes.
    @Bean
    @Order(4)
    Probe secretProbe(SecretComparison secrets) {
        return new Probe("secret", true, secrets::fault);
    }

    @Bean
    Region region(Settings settings) {
        return settings.region();
    }

    @Bean
    CacheTimes cacheTimes(Settings settings) {
        return settings.cacheTimes();
    }

    @Bean
    LaneLimits laneLimits(Settings settings) {
        return settings.lanes();
    }

    @Bean
    QueueLimits queueLimits(Settings settings) {
        return settings.queue();
    }

    // No destroy method: each desk is a bean of its own, which Spring closes.
    @Bean(destroyMethod = "")
    @Primary
    PurchaseDesk purchaseDesk(Settings settings, ProcedureDesk procedure, ObjectProvider<QueueDesk> queue) {
        return settings.purchase() == PurchaseMode.QUEUE ? queue.getObject() : procedure;
    }

    /** Starts the reconciliation of the desk "queue" with the node. */
    @Bean
    SmartInitializingSingleton reconciliationStart(Settings settings, ObjectProvider<ReconcileScheduler> scheduler) {
        return () -> {
            if (settings.purchase() == PurchaseMode.QUEUE) {
                scheduler.getObject();
            }
        };
    }

    @Bean
    ClockTolerance clockTolerance(Settings settings) {
        return settings.clockTolerance();
    }

    @Bean
    OrderDeadline orderDeadline(Settings settings) {
        return settings.orderDeadline();
    }
}
