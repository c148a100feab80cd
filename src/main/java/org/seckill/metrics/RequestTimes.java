package org.seckill.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * How long each request takes, from this filter, which is the first, until its answer is complete: for one that waits
 * without a thread, until it is told to. Safe for use by any number of threads.
 */
@Component
public final class RequestTimes implements Filter {
    private final Map<Route, RouteTimers> timers = new EnumMap<>(Route.class);
    private final LongAdder running = new LongAdder();

    RequestTimes(MeterRegistry registry) {
        for (Route route : Route.values()) {
            timers.put(route, new RouteTimers(registry, route));
        }
        Gauge.builder("seckill.requests.running", running, LongAdder::sum)
                .description("Requests that are not answered yet, those that wait without a thread too")
                .register(registry);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Route route = Route.of(((HttpServletRequest) request).getServletPath());
        Visit visit = new Visit(Objects.requireNonNull(timers.get(route)), (HttpServletResponse) response);
        running.increment();
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            visit.end(statusAfter(e, visit.response));
            throw e;
        }
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(visit);
        } else {
            visit.end(visit.response.getStatus());
        }
    }

    private static int statusAfter(Throwable thrown, HttpServletResponse response) {
        // Who left while the answer was written did not hear it, but nothing went wrong here. All else the container
        // answers.
        return DisconnectedClientHelper.isClientDisconnectedException(thrown)
                ? response.getStatus()
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    /** One request on its way. */
    private final class Visit implements AsyncListener {
        private final long begun = System.nanoTime();
        private final RouteTimers timers;
        private final HttpServletResponse response;

        Visit(RouteTimers timers, HttpServletResponse response) {
            this.timers = timers;
            this.response = response;
        }

        void end(int status) {
            running.decrement();
            timers.endedWith(status).record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(response.getStatus());
        }

        // Forgotten by each new start, says AsyncListener; it ends by onComplete however it ends.
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // As above.
        }

        @Override
        public void onError(AsyncEvent event) {
            // As above.
        }
    }
}
