package org.seckill.tools.check;

import java.time.Duration;
import java.time.Instant;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.http.RawResponse;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.tools.jtl.AnswerLog;
import org.seckill.tools.jtl.JtlSample;
import org.seckill.tools.jtl.JtlWriter;

/** Buyers of one sale who come one after the other, on one connection, and write down all that they are told. */
public final class WitnessLoad implements AutoCloseable {
    private final RawConnection line;
    private final JtlWriter log;
    private final long sale;

    /** @param port of the node */
    public WitnessLoad(int port, JtlWriter log, long sale) {
        this.line = new RawConnection(port);
        this.log = log;
        this.sale = sale;
    }

    public AnswerKind press(String phone, RawRequest order) {
        return AnswerKind.byExecution(ask(AnswerLog.PRESS, phone, order));
    }

    public AnswerKind askResult(String phone, String cookie) {
        return AnswerKind.byResult(
                ask(AnswerLog.RESULT, phone, RawRequest.get("/seckill/" + sale + "/result", "Cookie: " + cookie)));
    }

    /** Presses, and hangs up before the answer can be read. */
    public void pressAndLeave(String phone, RawRequest order) {
        Instant sent = Instant.now();
        line.askAndLeave(order);
        write(sent, AnswerLog.PRESS, JtlSample.noAnswer("the buyer left"), phone, "", "");
    }

    @Override
    public void close() {
        line.close();
    }

    private RawResponse ask(String label, String phone, RawRequest ask) {
        Instant sent = Instant.now();
        RawResponse reply = line.ask(ask);
        write(sent, label, Integer.toString(reply.status()), phone, reply.state(), reply.ticket());
        return reply;
    }

    private void write(Instant sent, String label, String code, String phone, String state, String ticket) {
        Duration took = Duration.between(sent, Instant.now());
        log.write(new JtlSample(sent, took, label, code, sale, phone, state, ticket));
    }
}
