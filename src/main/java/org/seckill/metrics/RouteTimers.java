package org.seckill.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** The times of one route, by how its requests ended. 503 is apart from faults: so a crowd too large is refused. */
final class RouteTimers {
    private final Timer done;
    private final Timer elsewhere;
    private final Timer refused;
    private final Timer busy;
    private final Timer fault;

    RouteTimers(MeterRegistry registry, Route route) {
        done = timer(registry, route, "2xx");
        elsewhere = timer(registry, route, "3xx");
        refused = timer(registry, route, "4xx");
        busy = timer(registry, route, "503");
        fault = timer(registry, route, "5xx");
    }

    Timer endedWith(int status) {
        return switch (status / 100) {
            case 1, 2 -> done;
            case 3 -> elsewhere;
            case 4 -> refused;
            default -> status == 503 ? busy : fault;
        };
    }

    private static Timer timer(MeterRegistry registry, Route route, String status) {
        return Timer.builder("seckill.requests")
                .description("Requests, until their answer is complete")
                .tag("route", route.tag())
                .tag("status", status)
                .register(registry);
    }
}
