package org.seckill.page;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.Envelope;
import org.seckill.http.Reply;
import org.springframework.stereotype.Component;

/** Answers with the server's time, in milliseconds since the epoch. Pages count down by it. */
@Component
final class ClockEndpoint implements Endpoints {
    private static final Reply.Template NOW = Reply.Template.of(Envelope::of);

    private final Clock clock;

    ClockEndpoint(Clock clock) {
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.of(
                "/seckill/time/now",
                Set.of("GET"),
                (call, variables) -> CompletableFuture.completedFuture(Reply.json(NOW.with(clock.millis())))));
    }
}
