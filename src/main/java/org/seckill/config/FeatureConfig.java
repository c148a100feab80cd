package org.seckill.config;

import java.time.Clock;
import org.seckill.buyer.Region;
import org.seckill.buyer.Secret;
import org.seckill.desk.LaneLimits;
import org.seckill.desk.Patience;
import org.seckill.sale.CacheTimes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The features, and what each is told of the settings. */
@Configuration
@ComponentScan({
    "org.seckill.asset",
    "org.seckill.buyer",
    "org.seckill.desk",
    "org.seckill.exposure",
    "org.seckill.metrics",
    "org.seckill.purchase",
    "org.seckill.sale",
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
    Patience patience(Settings settings) {
        return settings.patience();
    }
}
