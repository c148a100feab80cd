package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seckill.server.StartupFailure;

class CloseStackTest {
    private final List<String> stopped = new ArrayList<>();
    private final CloseStack stack = new CloseStack();

    @Test
    void theLatestIsStoppedFirst() {
        start("lock");
        start("engines");
        start("server");

        stack.close();

        assertThat(stopped).containsExactly("server", "engines", "lock");
    }

    @Test
    void oneThatDoesNotStopKeepsNoOtherRunning() {
        start("lock");
        stack.add((AutoCloseable) () -> {
            throw new IllegalStateException("stuck");
        });

        stack.close();

        assertThat(stopped).containsExactly("lock");
    }

    @Test
    void whatStartsAfterTheSignalIsStoppedAtOnce() {
        stack.close();

        assertThatThrownBy(() -> start("late")).isInstanceOf(StartupFailure.class);
        assertThat(stopped).containsExactly("late");
    }

    @Test
    void aSecondCloseStopsNothingTwice() {
        start("server");

        stack.close();
        stack.close();

        assertThat(stopped).containsExactly("server");
    }

    private void start(String name) {
        stack.add((AutoCloseable) () -> stopped.add(name));
    }
}
