package org.seckill.testkit.proxy;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The port of a proxy on loopback, and all its connections: from clients and to the target. Thread-safe. */
public final class ProxyPort implements AutoCloseable {
    private volatile int target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile ServerSocket listener;

    /** @param visitor receives each connection of a client, one after the other, in one thread */
    public ProxyPort(int target, Consumer<Socket> visitor) {
        this.target = target;
        try {
            listener = listen(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = listener.getLocalPort();
        daemon("proxy-accept", () -> accept(visitor));
    }

    public int port() {
        return port;
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Later connections lead to the server at this port; open connections are kept. */
    void leadTo(int other) {
        target = other;
    }

    /** Waits for this time, or until the proxy is closed. */
    public void pause(Duration time) {
        try {
            closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return a connection to the target */
    public Socket dial() throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        server.setTcpNoDelay(true);
        keep(server);
        return server;
    }

    /** Refuses connections for this time. Only for the visitor's thread. */
    public void refuseFor(Duration time) {
        closeListener();
        pause(time);
        // Another program may have the port for a moment.
        await().until(() -> isClosed() || reopened());
    }

    public void closeConnections() {
        sockets.forEach(ProxyPort::closeQuietly);
        sockets.removeIf(Socket::isClosed);
    }

    /** Resets all connections: both ends get an error instead of an end of stream. */
    public void resetConnections() {
        sockets.forEach(ProxyPort::endAbruptly);
        closeConnections();
    }

    /** @param both the two sockets of one connection, or one of them */
    public void reset(Socket... both) {
        // Before any is closed: the thread that passes bytes on closes the other socket when one is closed.
        List.of(both).forEach(ProxyPort::endAbruptly);
        List.of(both).forEach(this::end);
    }

    public void end(Socket socket) {
        closeQuietly(socket);
        sockets.remove(socket);
    }

    @Override
    public void close() {
        closed.countDown();
        closeListener();
        closeConnections();
    }

    public static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Consumer<Socket> visitor) {
        while (!isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                keep(client);
                visitor.accept(client);
            } catch (IOException e) {
                // The listener was closed, or the client has gone already.
            }
        }
    }

    private void keep(Socket socket) {
        sockets.add(socket);
        if (isClosed()) {
            end(socket);
        }
    }

    private synchronized boolean reopened() {
        try {
            listener = listen(port);
        } catch (IOException e) {
            return false;
        }
        if (isClosed()) {
            closeListener();
        }
        return true;
    }

    private synchronized void closeListener() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1000, InetAddress.getLoopbackAddress());
    }

    private static void endAbruptly(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // It is closed already.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
