package org.seckill.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TcpProxyTest {
    private static final int SHORT_MILLIS = 200;
    private static final int LONG_MILLIS = 10_000;

    private ServerSocket listener;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy(listener.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listener.accept();
        // Now the connection is complete.
        say(client, "!");
        assertThat(hear(server, 1)).isEqualTo("!");
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    @Test
    void bothDirectionsPassBytesAndTheEnd() throws IOException {
        say(client, "question");
        assertThat(hear(server, 8)).isEqualTo("question");
        say(server, "answer");
        assertThat(hear(client, 6)).isEqualTo("answer");
        client.close();
        assertThat(server.getInputStream().read()).isNegative();
    }

    @Test
    void whatIsHeldComesLateAlsoFromAClientThatHasGone() throws IOException {
        proxy.let(StreamFlow.HELD, StreamFlow.FREE);
        say(client, "late");
        assertSilent(server);
        client.close();
        assertSilent(server);

        proxy.heal();

        assertThat(hear(server, 4)).isEqualTo("late");
        assertThat(server.getInputStream().read()).isNegative();
    }

    @Test
    void whileAnswersAreHeldRequestsPass() throws IOException {
        proxy.let(StreamFlow.FREE, StreamFlow.HELD);
        say(client, "question");
        assertThat(hear(server, 8)).isEqualTo("question");
        say(server, "answer");
        assertSilent(client);

        proxy.heal();

        assertThat(hear(client, 6)).isEqualTo("answer");
    }

    @Test
    void aServerDoesNotHearThatAClientHasGoneWhoseRequestsAreLostUntilAllIsWell() throws IOException {
        proxy.let(StreamFlow.LOST, StreamFlow.FREE);
        say(client, "lost");
        assertSilent(server);
        say(server, "hello");
        assertThat(hear(client, 5)).isEqualTo("hello");
        client.close();
        assertSilent(server);

        proxy.heal();

        server.setSoTimeout(LONG_MILLIS);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aClientWhoseAnswersAreLostHearsAtLastThatTheConnectionIsNoMore() throws IOException {
        proxy.let(StreamFlow.FREE, StreamFlow.LOST);
        say(server, "lost");
        server.close();
        assertSilent(client);

        proxy.heal();

        client.setSoTimeout(LONG_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void whatLostNothingGoesOnWhenAllIsWell() throws IOException {
        proxy.let(StreamFlow.LOST, StreamFlow.LOST);
        proxy.heal();

        say(client, "question");
        assertThat(hear(server, 8)).isEqualTo("question");
    }

    @Test
    void aSlowConnectionPassesPieceByPiece() throws IOException {
        proxy.let(StreamFlow.slow(1, Duration.ofMillis(20)), StreamFlow.FREE);
        long begun = System.nanoTime();
        say(client, "0123456789");

        assertThat(hear(server, 10)).isEqualTo("0123456789");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void slownessEndsAtOnceWhenAllIsWell() throws IOException {
        proxy.let(StreamFlow.slow(2, Duration.ofHours(1)), StreamFlow.FREE);
        say(client, "question");
        assertSilent(server);

        proxy.heal();

        assertThat(hear(server, 8)).isEqualTo("question");
    }

    @Test
    void aResetIsHeardAtBothEndsAndNobodyComesInUntilAllIsWell() throws IOException {
        proxy.reset();

        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThat(refused.getInputStream().read()).isNegative();
        }

        proxy.heal();

        try (Socket again = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket there = listener.accept()) {
            say(again, "question");
            assertThat(hear(there, 8)).isEqualTo("question");
        }
    }

    private static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(US_ASCII));
    }

    private static String hear(Socket socket, int length) throws IOException {
        socket.setSoTimeout(LONG_MILLIS);
        return new String(socket.getInputStream().readNBytes(length), US_ASCII);
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
