package org.seckill.purchase;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.http.Answer;
import org.seckill.http.Envelope;
import org.seckill.http.PreparedAnswer;
import org.seckill.order.Outcome;
import org.seckill.order.Outcome.Over;
import org.seckill.order.Ticket;

/** Answers of {@code execution} and {@code result} as JSON. Frequent ones are prepared: only sale and ticket vary. */
final class ExecutionAnswer {
    private static final Map<Outcome, PreparedAnswer> PREPARED = Stream.of(
                    new Over(Over.Reason.NOT_OPEN),
                    new Over(Over.Reason.SOLD_OUT),
                    new Over(Over.Reason.CLOSED),
                    new Outcome.Rewritten(),
                    new Outcome.Unknown())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), outcome -> PreparedAnswer.of(sale -> envelope(sale, outcome))));

    private static final PreparedAnswer BUSY =
            PreparedAnswer.of(sale -> Envelope.refused("busy, try again", Execution.of(sale, Outcome.Busy.SOON)));

    private static final PreparedAnswer QUEUED =
            PreparedAnswer.of((sale, ticket) -> envelope(sale, new Outcome.Queued(new Ticket(ticket))));

    private ExecutionAnswer() {}

    static void write(HttpServletResponse response, long sale, Outcome outcome) throws IOException {
        if (outcome instanceof Outcome.Busy busy) {
            response.setHeader("Retry-After", Long.toString(busy.retryAfter().toSeconds()));
            Answer.buffer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, BUSY.with(sale));
            return;
        }
        Answer.buffer(response, HttpServletResponse.SC_OK, json(sale, outcome));
    }

    static byte[] json(long sale, Outcome outcome) {
        if (outcome instanceof Outcome.Queued queued) {
            return QUEUED.with(sale, queued.ticket().id());
        }
        boolean holds = outcome instanceof Outcome.Recorded || outcome instanceof Outcome.Repeat;
        PreparedAnswer prepared = holds ? null : PREPARED.get(outcome);
        return prepared == null ? Answer.json(envelope(sale, outcome)) : prepared.with(sale);
    }

    private static Envelope<?> envelope(long sale, Outcome outcome) {
        return Envelope.of(Execution.of(sale, outcome));
    }
}
