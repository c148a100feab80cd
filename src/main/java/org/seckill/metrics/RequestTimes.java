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
 * Measures requests from this filter, which is the first one, until the answer is complete. An asynchronous request ends when
 * its processing is completed. Thread-safe.
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
                .description("Requests in progress, including asynchronous ones")
                .register(registry);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Route route = Route.of(((HttpServletRequest) request).getServletPath());
        RequestInProgress current =
                new RequestInProgress(Objects.requireNonNull(timers.get(route)), (HttpServletResponse) response);
        running.increment();
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            current.end(statusAfter(e, current.response));
            throw e;
        }
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(current);
        } else {
            current.end(current.response.getStatus());
        }
    }

    private static int statusAfter(Throwable thrown, HttpServletResponse response) {
        // A client that disconnects while the answer is written is no fault of the server. The container answers all
        // others
        // with 500.
        return DisconnectedClientHelper.isClientDisconnectedException(thrown)
                ? response.getStatus()
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    private final class RequestInProgress implements AsyncListener {
        private final long start = System.nanoTime();
        private final RouteTimers timers;
        private final HttpServletResponse response;

        RequestInProgress(RouteTimers timers, HttpServletResponse response) {
            this.timers = timers;
            this.response = response;
        }

        void end(int status) {
            running.decrement();
            timers.of(status).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            end(response.getStatus());
        }

        // The container drops listeners when processing starts again (AsyncListener). Each end calls onComplete.
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows.
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows.
        }
    }
}
