package org.seckill.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.seckill.parts.Desk;

class EntryTest {
    private static final Entry HELD =
            new Entry(true, 12, Desk.QUEUE, 3000, 1029, Duration.ofMillis(100), Duration.ofMillis(14_500));

    private static final Entry BROKEN =
            new Entry(false, 7, Desk.PROCEDURE, 20, 10, Duration.ZERO, Duration.ofSeconds(9));

    @Test
    void aLineIsReadAsItWasWritten() {
        assertThat(Entry.parse(HELD.line())).contains(HELD);
        assertThat(Entry.parse(BROKEN.line())).contains(BROKEN);
    }

    @Test
    void aRunThatFellIsABrokenOne() {
        Entry fallen = Entry.fallen(7, Desk.QUEUE);
        assertThat(fallen.line()).startsWith("BROKEN");
        assertThat(Entry.parse(fallen.line())).contains(fallen);
    }

    @Test
    void whatElseStandsInALogIsNoRun() {
        assertThat(Entry.parse("        no answer was taken back: broken 7 times"))
                .isEmpty();
        assertThat(Entry.parse("")).isEmpty();
    }

    @Test
    void itSaysWhatBrokeAndHowToRunItAgain() {
        assertThat(HELD.line()).contains("read only database", "trickle node to database 2", "restock sale 3 by 25");
        assertThat(BROKEN.again()).isEqualTo("bench/campaign --seed 7 --desk procedure");
    }
}
