package org.seckill.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.regex.Pattern;
import org.seckill.testing.Shop;

/**
 * A way to a server on which a page comes element by element, each late enough to be drawn before the next. The text of
 * an element comes with it: what is centred must move as it grows.
 */
final class Trickle implements AutoCloseable {
    private static final Pattern NEXT_ELEMENT = Pattern.compile("(?=<[a-z])");

    /** Longer than a frame. */
    private static final int PAUSE_MS = 20;

    private final ServerSocket door;
    private final int server;

    Trickle(int server) {
        this.server = server;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        background(() -> {
            while (true) {
                connect(door.accept());
            }
        });
    }

    Shop shop() {
        return new Shop(door.getLocalPort());
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect(Socket browser) throws IOException {
        Socket node = new Socket(InetAddress.getLoopbackAddress(), server);
        browser.setTcpNoDelay(true);
        background(() -> {
            try (node) {
                ask(browser.getInputStream(), node.getOutputStream());
            }
        });
        background(() -> {
            try (browser) {
                answer(node.getInputStream(), browser.getOutputStream());
            }
        });
    }

    /** For pages that are not compressed. */
    private static void ask(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            String request = new String(buffer, 0, length, ISO_8859_1);
            boolean page = request.startsWith("GET ") && request.contains("\r\nAccept: text/html");
            to.write((page ? request.replace("gzip", "none") : request).getBytes(ISO_8859_1));
        }
    }

    private static void answer(InputStream from, OutputStream to) throws IOException, InterruptedException {
        byte[] buffer = new byte[1 << 16];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            String answer = new String(buffer, 0, length, ISO_8859_1);
            // Of a page; a file that holds one is none of ours.
            int body = answer.indexOf("<body");
            to.write(answer.substring(0, Math.max(body, 0)).getBytes(ISO_8859_1));
            for (String piece : body < 0 ? new String[] {answer} : NEXT_ELEMENT.split(answer.substring(body))) {
                to.write(piece.getBytes(ISO_8859_1));
                to.flush();
                Thread.sleep(body < 0 ? 0 : PAUSE_MS);
            }
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void background(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (SocketException e) {
                        // One of the two has hung up, which ends the other's part too.
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "trickle");
        thread.setDaemon(true);
        thread.start();
    }
}
