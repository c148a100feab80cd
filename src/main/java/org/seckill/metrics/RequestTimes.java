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
import java.util.function.IntConsumer;
import org.seckill.http.Application.RequestTimer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Measures requests until the answer is complete: as the first filter of a servlet container, and for a transport that serves
 * the fast path itself. Thread-safe.
 */
@Component
public final class RequestTimes implements Filter, RequestTimer {
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
    public IntConsumer start(String path) {
        RouteTimers timer = Objects.requireNonNull(timers.get(Route.of(path)));
        long start = System.nanoTime();
        running.increment();
        return status -> {
            running.decrement();
            if (status != NOT_ANSWERED) {
                timer.of(status).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        };
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        IntConsumer timer = start(((HttpServletRequest) request).getServletPath());
        RequestInProgress current = new RequestInProgress(timer, (HttpServletResponse) response);
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            current.timer.accept(statusAfter(e, current.response));
            throw e;
        }
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(current);
        } else {
            current.timer.accept(current.response.getStatus());
        }
    }

    private static int statusAfter(Throwable thrown, HttpServletResponse response) {
        // A client that disconnects while the answer is written is no fault of the server. Others get a 500 of the
        // container.
        return DisconnectedClientHelper.isClientDisconnectedException(thrown)
                ? response.getStatus()
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    private static final class RequestInProgress implements AsyncListener {
        /** Ends the request. */
        private final IntConsumer timer;

        private final HttpServletResponse response;

        RequestInProgress(IntConsumer timer, HttpServletResponse response) {
            this.timer = timer;
            this.response = response;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            timer.accept(response.getStatus());
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
