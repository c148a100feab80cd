package org.seckill.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Instant START = Instant.parse("2030-01-01T10:00:00Z");
    private static final Instant END = Instant.parse("2030-01-01T11:00:00Z");

    private final Window window = new Window(START, END);

    @Test
    void opensAtItsFirstInstantAndNotBefore() {
        assertThat(window.phase(START.minusMillis(1))).isEqualTo(Phase.SOON);
        assertThat(window.phase(START)).isEqualTo(Phase.OPEN);
    }

    @Test
    void isOverAtItsEndAndNotBefore() {
        assertThat(window.phase(END.minusMillis(1))).isEqualTo(Phase.OPEN);
        assertThat(window.phase(END)).isEqualTo(Phase.OVER);
    }

    @Test
    void thatClosesBeforeItOpensIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(END, START));
        assertThatIllegalArgumentException().isThrownBy(() -> new Window(START, START));
    }
}
