package org.seckill.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * All metrics in Prometheus' text format 0.0.4. It waits at most a moment for an engine, and answers while all engines are
 * down.
 */
@RestController
class MetricsController {
    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

    private final PrometheusMeterRegistry registry;
    private final StockMeters stock;

    MetricsController(PrometheusMeterRegistry registry, StockMeters stock) {
        this.registry = registry;
        this.stock = stock;
    }

    @GetMapping("/metrics")
    ResponseEntity<byte[]> metrics() {
        stock.refresh();
        return ResponseEntity.ok().contentType(TEXT).body(registry.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
