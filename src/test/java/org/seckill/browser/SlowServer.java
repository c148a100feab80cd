package org.seckill.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.proxy.ProxyPort;

/**
 * A way to a server on which a page comes element by element, each late enough to be drawn before the next. The text of
 * an element comes with it: what is centred must move as it grows.
 */
final class SlowServer implements AutoCloseable {
    private static final Pattern NEXT_ELEMENT = Pattern.compile("(?=<[a-z])");

    /** Longer than a frame. */
    private static final Duration PAUSE = Duration.ofMillis(40);

    private final ProxyPort door;

    SlowServer(int server) {
        door = new ProxyPort(server, this::enter);
    }

    ShopClient shop() {
        return new ShopClient(door.port());
    }

    @Override
    public void close() {
        door.close();
    }

    private void enter(Socket browser) {
        try {
            Socket node = door.dial();
            background("trickle-request", node, () -> ask(browser.getInputStream(), node.getOutputStream()));
            background("trickle-answer", browser, () -> answer(node.getInputStream(), browser.getOutputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private void answer(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
            String answer = new String(buffer, 0, length, ISO_8859_1);
            // Of a page; a file that holds one is none of ours.
            int body = answer.indexOf("<body");
            to.write(answer.substring(0, Math.max(body, 0)).getBytes(ISO_8859_1));
            for (String piece : body < 0 ? new String[] {answer} : NEXT_ELEMENT.split(answer.substring(body))) {
                to.write(piece.getBytes(ISO_8859_1));
                to.flush();
                if (body >= 0) {
                    door.pause(PAUSE);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void background(String name, Socket told, Work work) {
        ProxyPort.daemon(name, () -> {
            try {
                work.run();
            } catch (SocketException e) {
                // One of the two has hung up, which ends the other's part too.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                door.end(told);
            }
        });
    }
}
