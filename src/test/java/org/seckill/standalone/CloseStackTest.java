package org.seckill.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.seckill.server.StartupFailure;

class CloseStackTest {
    private final List<String> stopped = new ArrayList<>();
    private final CloseStack rundown = new CloseStack();

    @Test
    void theLatestIsStoppedFirst() {
        start("lock");
        start("engines");
        start("server");

        rundown.close();

        assertThat(stopped).containsExactly("server", "engines", "lock");
    }

    @Test
    void oneThatDoesNotStopKeepsNoOtherRunning() {
        start("lock");
        rundown.add((AutoCloseable) () -> {
            throw new IllegalStateException("stuck");
        });

        rundown.close();

        assertThat(stopped).containsExactly("lock");
    }

    @Test
    void whatStartsAfterTheSignalIsStoppedAtOnce() {
        rundown.close();

        assertThatThrownBy(() -> start("late")).isInstanceOf(StartupFailure.class);
        assertThat(stopped).containsExactly("late");
    }

    @Test
    void aSecondCloseStopsNothingTwice() {
        start("server");

        rundown.close();
        rundown.close();

        assertThat(stopped).containsExactly("server");
    }

    private void start(String name) {
        rundown.add((AutoCloseable) () -> stopped.add(name));
    }
}
