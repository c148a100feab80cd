package org.seckill.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy on loopback that breaks connections: at a given point of the next requests that contain a text, or all at once.
 * Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    /** Where the connection breaks. */
    public enum Fault {
        /** The request never arrives. */
        BEFORE_THE_REQUEST,
        /** The request arrives at {@link #heal}, when its client no longer waits. */
        LATE_REQUEST,
        /** The server has answered; the connection ends before the answer arrives. */
        BEFORE_THE_ANSWER,
        /** The server has answered; neither the answer nor the end of the connection arrives. */
        SILENCE_INSTEAD_OF_THE_ANSWER
    }

    private final ProxyPort listener;
    private final RequestTrap trap = new RequestTrap();
    private final StreamGate requests = new StreamGate();
    private final StreamGate answers = new StreamGate();
    private final Set<TcpPipe> pipes = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    public TcpProxy(int target) {
        listener = new ProxyPort(target, this::enter);
    }

    public int port() {
        return listener.port();
    }

    /** Applies the fault to the next {@code times} requests that contain the text. */
    public void arm(Fault point, String text, int times) {
        trap.arm(point, text, times);
    }

    /** The number of requests to which an armed fault was applied. */
    public int struck() {
        return trap.struck();
    }

    /** The number of late requests that the server has answered. */
    public int answeredLate() {
        return trap.answeredLate();
    }

    /** Closes all connections, and refuses new ones until {@link #heal}. */
    public void cut() {
        refusing = true;
        listener.closeConnections();
    }

    /** As {@link #cut}, but both ends get an error (connection reset) instead of an end of stream. */
    public void reset() {
        refusing = true;
        listener.resetConnections();
    }

    /** Holds all bytes in both directions until {@link #heal}; connections stay open. */
    public void freeze() {
        let(StreamFlow.HELD, StreamFlow.HELD);
    }

    /** Sets the flow of open and later connections until {@link #heal}. */
    public void let(StreamFlow ofRequests, StreamFlow ofAnswers) {
        requests.let(ofRequests);
        answers.let(ofAnswers);
    }

    /** Moves the address to another server: later connections lead to this port, open ones are kept. */
    public void leadTo(int target) {
        listener.leadTo(target);
    }

    /** Ends all faults. Resets the connections that have lost bytes. */
    public void heal() {
        refusing = false;
        let(StreamFlow.FREE, StreamFlow.FREE);
        pipes.stream().filter(TcpPipe::hasLost).forEach(TcpPipe::reset);
        trap.end();
    }

    @Override
    public void close() {
        listener.close();
        // Releases the threads that wait.
        heal();
    }

    private void enter(Socket client) {
        if (refusing) {
            listener.end(client);
        } else {
            // In another thread: a paused server may not accept the connection, and other clients must not wait for it.
            ProxyPort.daemon("proxy-request", () -> join(client));
        }
    }

    private void join(Socket client) {
        try {
            TcpPipe pipe = new TcpPipe(listener, trap, client, listener.dial(), requests, answers);
            pipes.removeIf(TcpPipe::isClosed);
            pipes.add(pipe);
            ProxyPort.daemon("proxy-answer", pipe::passAnswers);
            pipe.passRequests();
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            listener.end(client);
        }
    }
}
