package org.seckill.config;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.seckill.metrics.Buckets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry of all metrics, with the metrics of the JVM and the process. */
@Configuration
class MetricsConfig {
    @Bean(destroyMethod = "close")
    PrometheusMeterRegistry meterRegistry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(new Buckets())
                // One meter for each thread state, and each reading of one inspects hundreds of threads.
                .meterFilter(MeterFilter.denyNameStartsWith("jvm.threads.states"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return registry;
    }

    /** A separate bean, because it must be closed: it listens to the JVM's garbage collectors. */
    @Bean(destroyMethod = "close")
    JvmGcMetrics collectors(MeterRegistry registry) {
        JvmGcMetrics collectors = new JvmGcMetrics();
        collectors.bindTo(registry);
        return collectors;
    }
}
