package org.seckill.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Clients that send one byte at a time and read nothing, until the server disconnects them. */
final class SlowClients implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(100);

    private final List<Client> clients = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread = new Thread(this::trickle, "slow-clients");

    private static final class Client {
        private final SocketChannel socket;
        private final ByteBuffer next;
        private volatile boolean disconnected;

        Client(SocketChannel socket, String next) {
            this.socket = socket;
            this.next = ascii(next);
        }

        void step() {
            try {
                socket.write(next.rewind());
            } catch (IOException e) {
                disconnected = true;
            }
        }
    }

    SlowClients() {
        thread.setDaemon(true);
    }

    /**
     * @param begin what each sends at once
     * @param next what each sends with each step
     */
    SlowClients add(int count, int port, String begin, String next) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel socket = SocketChannel.open();
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            socket.connect(new InetSocketAddress("localhost", port));
            socket.write(ascii(begin));
            socket.configureBlocking(false);
            clients.add(new Client(socket, next));
        }
        return this;
    }

    SlowClients start() {
        thread.start();
        return this;
    }

    long connected() {
        return clients.stream().filter(client -> !client.disconnected).count();
    }

    @Override
    public void close() throws IOException {
        closed.set(true);
        for (Client client : clients) {
            client.socket.close();
        }
    }

    private void trickle() {
        while (!closed.get()) {
            clients.stream().filter(client -> !client.disconnected).forEach(Client::step);
            try {
                Thread.sleep(STEP.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
