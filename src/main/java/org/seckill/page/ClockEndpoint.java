package org.seckill.page;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.seckill.http.Answer;
import org.seckill.http.Envelope;
import org.seckill.http.FastPath;
import org.seckill.http.PreparedAnswer;
import org.springframework.stereotype.Component;

/** Answers with the server's time, in milliseconds since the epoch. Pages count down by it. */
@Component
final class ClockEndpoint implements FastPath {
    private static final Set<String> METHODS = Set.of("GET");

    private static final PreparedAnswer NOW = PreparedAnswer.of(Envelope::of);

    private final Clock clock;

    ClockEndpoint(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String address() {
        return "time/now";
    }

    @Override
    public Set<String> methods() {
        return METHODS;
    }

    @Override
    public boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException, ServletException {
        Answer.write(response, HttpServletResponse.SC_OK, NOW.with(clock.millis()));
        return true;
    }
}
