package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                .isInstanceOf(StartupFailure.class)
                .hasMessage("SECKILL_HTTP_PORT is \"" + port + "\": allowed is a port number, 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:80",
        "localhost, http://localhost:80",
        "0.0.0.0,   http://localhost:80",
        "::,        http://localhost:80",
        "[::],      http://localhost:80",
        "'',        http://localhost:80",
    })
    void anAddressOfThisMachineIsListenedAt(String host, String url) {
        assertThat(Listen.on(host, "80").url(80)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1", "no-such-host.invalid", "2001:db8::1", "300.1.1.1", "[", "a b", "http://localhost"})
    void anyOtherAddressIsRefusedWithTheSettingTheValueAndWhatIsAllowed(String host) {
        assertThatThrownBy(() -> Listen.on(host, "0"))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("SECKILL_HTTP_HOST is \"" + host + "\" (")
                .hasMessageEndingWith("): allowed is a name or an address of this machine");
    }

    @Test
    void managementIsServedWithTheRestUnlessItHasAPort() {
        Listen main = new Listen("127.0.0.1", 8080);

        assertThat(Listen.forManagement(main, Map.<String, String>of()::get)).isEmpty();
        assertThat(Listen.forManagement(main, Map.of("SECKILL_MANAGEMENT_PORT", "9090")::get))
                .hasValue(new Listen("127.0.0.1", 9090));
        Map<String, String> own = Map.of("SECKILL_MANAGEMENT_PORT", "9090", "SECKILL_MANAGEMENT_HOST", "localhost");
        assertThat(Listen.forManagement(main, own::get)).hasValue(new Listen("localhost", 9090));
        assertThatThrownBy(() -> Listen.forManagement(main, Map.of("SECKILL_MANAGEMENT_PORT", "8080")::get))
                .hasMessage("SECKILL_MANAGEMENT_PORT is \"8080\", as SECKILL_HTTP_PORT: allowed is another port");
        assertThatThrownBy(() -> Listen.forManagement(main, Map.of("SECKILL_MANAGEMENT_PORT", "x")::get))
                .hasMessage("SECKILL_MANAGEMENT_PORT is \"x\": allowed is a port number, 0 to 65535");
        assertThatThrownBy(() -> Listen.forManagement(main, Map.of("SECKILL_MANAGEMENT_HOST", "192.0.2.1")::get))
                .hasMessageStartingWith("SECKILL_MANAGEMENT_HOST is");
    }

    @Test
    void aTakenPortIsNoticedBeforehand() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Listen listen = new Listen("localhost", other.getLocalPort());

            assertThatThrownBy(listen::requireFree)
                    .isInstanceOf(StartupFailure.class)
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
