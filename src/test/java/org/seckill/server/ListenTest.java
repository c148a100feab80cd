package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenTest {
    @Test
    void withoutASettingThePortIs8080() {
        assertThat(Listen.on(null, null).port()).isEqualTo(8080);
        assertThat(Listen.on(null, " ").port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "80", "65535", " 8081 "})
    void everyPortNumberIsTaken(String port) {
        assertThat(Listen.on("localhost", port).port()).isEqualTo(Integer.parseInt(port.strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "80 80", "99999999999"})
    void whatIsNoPortIsRefusedWithTheSettingTheValueAndWhatIsAllowed(String port) {
        assertThatThrownBy(() -> Listen.on(null, port))
                .isInstanceOf(LaunchFault.class)
                .hasMessage("SECKILL_HTTP_PORT is \"" + port + "\": allowed is a port number, 0 to 65535");
    }

    @Test
    void aTakenPortIsNoticedBeforehand() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Listen listen = new Listen("localhost", other.getLocalPort());

            assertThatThrownBy(listen::requireFree)
                    .isInstanceOf(LaunchFault.class)
                    .hasMessage(String.format(
                            Locale.ROOT,
                            "port %d is taken: stop what listens there or set SECKILL_HTTP_PORT to another",
                            other.getLocalPort()));
        }
    }

    @Test
    void aFreePortRemainsFree() throws IOException {
        int port;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            port = other.getLocalPort();
        }
        Listen listen = new Listen("localhost", port);

        listen.requireFree();
        listen.requireFree();

        assertThat(listen.url(port)).isEqualTo("http://localhost:" + port);
    }
}
