package org.seckill.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** The timers of one route by status class. 503 is separate from other server errors, because overload is clientError with it. */
final class RouteTimers {
    private final Timer success;
    private final Timer redirect;
    private final Timer clientError;
    private final Timer busy;
    private final Timer serverError;

    RouteTimers(MeterRegistry registry, Route route) {
        success = timer(registry, route, "2xx");
        redirect = timer(registry, route, "3xx");
        clientError = timer(registry, route, "4xx");
        busy = timer(registry, route, "503");
        serverError = timer(registry, route, "5xx");
    }

    Timer of(int status) {
        return switch (status / 100) {
            case 1, 2 -> success;
            case 3 -> redirect;
            case 4 -> clientError;
            default -> status == 503 ? busy : serverError;
        };
    }

    private static Timer timer(MeterRegistry registry, Route route, String status) {
        return Timer.builder("seckill.requests")
                .description("Time until the answer is complete")
                .tag("route", route.tag())
                .tag("status", status)
                .register(registry);
    }
}
