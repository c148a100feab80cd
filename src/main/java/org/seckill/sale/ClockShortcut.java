package org.seckill.sale;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.seckill.web.Answer;
import org.seckill.web.Envelope;
import org.seckill.web.PreparedAnswer;
import org.seckill.web.Shortcut;
import org.springframework.stereotype.Component;

/** The server's clock, by which every page counts down. */
@Component
final class ClockShortcut implements Shortcut {
    private static final Set<String> METHODS = Set.of("GET");

    private static final PreparedAnswer NOW = PreparedAnswer.of(Envelope::of);

    private final Clock clock;

    ClockShortcut(Clock clock) {
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
