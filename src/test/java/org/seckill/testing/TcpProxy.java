package org.seckill.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server on loopback and breaks their connection at a chosen point. Faults
 * are armed for the next so many requests that contain a text.
 */
public final class TcpProxy implements AutoCloseable {
    /** Where the connection breaks. */
    public enum Fault {
        /** The request never arrives. */
        BEFORE_THE_REQUEST,
        /** The request arrives at {@link #heal}, when nobody waits for its answer any more. */
        LATE_REQUEST,
        /** The server has answered, and the answer never arrives. */
        BEFORE_THE_ANSWER,
        /** The server has answered, and neither the answer nor an end of the connection ever arrives. */
        SILENCE_INSTEAD_OF_THE_ANSWER
    }

    private final ProxyDoor door;
    private final AtomicInteger armed = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();
    private volatile Fault fault = Fault.BEFORE_THE_ANSWER;
    private volatile String trigger = "";
    private volatile boolean refusing;
    private volatile boolean frozen;
    private final AtomicInteger answeredLate = new AtomicInteger();
    private volatile CountDownLatch healed = new CountDownLatch(1);

    public TcpProxy(int target) {
        door = new ProxyDoor(target, this::enter);
    }

    public int port() {
        return door.port();
    }

    /** Breaks the connections of the next {@code times} requests that contain the text. */
    public void arm(Fault point, String text, int times) {
        fault = point;
        trigger = text;
        healed = new CountDownLatch(1);
        armed.set(times);
    }

    /** How often an armed fault struck. */
    public int struck() {
        return struck.get();
    }

    /** Cuts every connection and accepts no other until {@link #heal}. */
    public void cut() {
        refusing = true;
        door.closeConnections();
    }

    /** Passes nothing on any more, in either direction, and keeps every connection, until {@link #heal}. */
    public void freeze() {
        frozen = true;
    }

    public void heal() {
        refusing = false;
        frozen = false;
        armed.set(0);
        healed.countDown();
    }

    /** How many late requests the server has answered. */
    public int answeredLate() {
        return answeredLate.get();
    }

    private void holdWhileFrozen() {
        Crowd.until(() -> !frozen || door.isClosed());
    }

    @Override
    public void close() {
        door.close();
    }

    private void enter(Socket client) {
        if (refusing) {
            door.end(client);
            return;
        }
        try {
            Pipe pipe = new Pipe(client, door.dial());
            ProxyDoor.daemon("proxy-request", pipe::requests);
            ProxyDoor.daemon("proxy-answer", pipe::answers);
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            door.end(client);
        }
    }

    private boolean strikes(String request) {
        return request.contains(trigger)
                && armed.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                && struck.incrementAndGet() > 0;
    }

    private final class Pipe {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallowing;
        private volatile boolean late;
        private final CountDownLatch answered = new CountDownLatch(1);

        Pipe(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void requests() {
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = client.getInputStream();
                    OutputStream out = server.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (strikes(new String(buffer, 0, n, ISO_8859_1))) {
                        if (fault == Fault.BEFORE_THE_REQUEST) {
                            break;
                        }
                        if (fault == Fault.LATE_REQUEST) {
                            late = true;
                            Crowd.await(healed);
                        }
                        swallowing = !late;
                    }
                    holdWhileFrozen();
                    out.write(buffer, 0, n);
                    if (late) {
                        // Its client has gone; the server is to serve it all the same.
                        Crowd.await(answered);
                    }
                }
            } catch (IOException e) {
                // One side has gone; so goes the other.
            }
            end();
        }

        void answers() {
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = server.getInputStream();
                    OutputStream out = client.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    holdWhileFrozen();
                    if (late) {
                        answeredLate.incrementAndGet();
                        answered.countDown();
                    }
                    if (!swallowing) {
                        out.write(buffer, 0, n);
                    } else if (fault == Fault.BEFORE_THE_ANSWER) {
                        break;
                    }
                }
            } catch (IOException e) {
                // As above.
            }
            end();
        }

        private void end() {
            door.end(client);
            door.end(server);
        }
    }
}
