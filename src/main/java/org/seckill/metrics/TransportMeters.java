package org.seckill.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Consumer;
import org.seckill.http.TransportStatistics;
import org.springframework.stereotype.Component;

/** Meters of the transport that serves the fast path. In a servlet container there are none. */
@Component
public final class TransportMeters implements Consumer<TransportStatistics> {
    private final MeterRegistry registry;

    TransportMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(TransportStatistics transport) {
        Gauge.builder("seckill.http.connections", transport, TransportStatistics::connections)
                .description("Open connections of clients")
                .tag("transport", transport.name())
                .register(registry);
        FunctionCounter.builder("seckill.http.refused", transport, TransportStatistics::refused)
                .description("Connections that were refused because SECKILL_CONNECTIONS were open")
                .register(registry);
        FunctionCounter.builder("seckill.http.late", transport, TransportStatistics::late)
                .description("Clients that were disconnected because they sent or read too slowly")
                .register(registry);
    }
}
