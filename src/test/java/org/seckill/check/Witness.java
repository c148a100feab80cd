package org.seckill.check;

import java.time.Duration;
import java.time.Instant;
import org.seckill.bench.Ask;
import org.seckill.bench.HttpLine;
import org.seckill.bench.Reply;
import org.seckill.jtl.JtlWriter;
import org.seckill.jtl.Sample;

/** Buyers of one sale who come one after the other, on one connection, and write down all that they are told. */
public final class Witness implements AutoCloseable {
    private final HttpLine line;
    private final JtlWriter log;
    private final long sale;

    /** @param port of the node */
    public Witness(int port, JtlWriter log, long sale) {
        this.line = new HttpLine(port);
        this.log = log;
        this.sale = sale;
    }

    public Told press(String phone, Ask order) {
        return Told.byExecution(ask(Log.PRESS, phone, order));
    }

    public Told askResult(String phone, String cookie) {
        return Told.byResult(ask(Log.RESULT, phone, Ask.get("/seckill/" + sale + "/result", "Cookie: " + cookie)));
    }

    /** Presses, and hangs up before the answer can be read. */
    public void pressAndLeave(String phone, Ask order) {
        Instant sent = Instant.now();
        line.askAndLeave(order);
        write(sent, Log.PRESS, Sample.noAnswer("the buyer left"), phone, "", "");
    }

    @Override
    public void close() {
        line.close();
    }

    private Reply ask(String label, String phone, Ask ask) {
        Instant sent = Instant.now();
        Reply reply = line.ask(ask);
        write(sent, label, Integer.toString(reply.status()), phone, reply.state(), reply.ticket());
        return reply;
    }

    private void write(Instant sent, String label, String code, String phone, String state, String ticket) {
        Duration took = Duration.between(sent, Instant.now());
        log.write(new Sample(sent, took, label, code, sale, phone, state, ticket));
    }
}
