package org.seckill.purchase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.http.Envelope;
import org.seckill.http.Reply;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

/** The bodies to the byte: they are a public contract. */
class ExecutionAnswerTest {
    @Test
    void aQueuedOrderIsToldWithItsTicket() {
        assertThat(body(new Outcome.Queued(new Ticket("Az09-_")))).isEqualTo("""
                        {"success":true,"data":{"seckillId":1000,"state":2,"stateInfo":"queued",\
                        "successKilled":null,"ticket":"Az09-_"},"error":null}""");
    }

    @Test
    void whatIsPreparedIsWhatResultSays() {
        Outcome queued = new Outcome.Queued(new Ticket("another"));
        String result = new String(Reply.bytes(Envelope.of(ExecutionAnswer.data(1000, queued))), UTF_8);
        assertThat(body(queued)).isEqualTo(result);
    }

    @Test
    void noOtherOutcomeHasATicketOfItsOwn() {
        assertThat(body(new Outcome.Over(Outcome.Over.Reason.SOLD_OUT))).isEqualTo("""
                        {"success":true,"data":{"seckillId":1000,"state":0,"stateInfo":"sold out",\
                        "successKilled":null},"error":null}""");
        Purchase purchase = new Purchase(
                1000, new Phone("13812340000"), new Ticket("t"), 0, Instant.ofEpochMilli(5), 199_900, "CNY");
        assertThat(body(new Outcome.Recorded(purchase))).isEqualTo("""
                        {"success":true,"data":{"seckillId":1000,"state":1,"stateInfo":"bought","successKilled":\
                        {"seckillId":1000,"userPhone":"138****0000","ticket":"t","state":0,"createTime":5,\
                        "price":199900,"currency":"CNY","decimals":2}},"error":null}""");
    }

    private static String body(Outcome outcome) {
        return new String(ExecutionAnswer.json(1000, outcome), UTF_8);
    }
}
