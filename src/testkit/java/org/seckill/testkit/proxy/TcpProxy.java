package org.seckill.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between a client and a server on loopback and breaks their connections: at a chosen point of the next so many
 * requests that contain a text, or all of them at once. Safe for use by any number of threads.
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

    private final ProxyPort door;
    private final RequestTrap ambush = new RequestTrap();
    private final StreamGate requests = new StreamGate();
    private final StreamGate answers = new StreamGate();
    private final Set<TcpPipe> pipes = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    public TcpProxy(int target) {
        door = new ProxyPort(target, this::enter);
    }

    public int port() {
        return door.port();
    }

    /** Breaks the connections of the next {@code times} requests that contain the text. */
    public void arm(Fault point, String text, int times) {
        ambush.arm(point, text, times);
    }

    /** How often an armed fault struck. */
    public int struck() {
        return ambush.struck();
    }

    /** How many late requests the server has answered. */
    public int answeredLate() {
        return ambush.answeredLate();
    }

    /** Cuts every connection and accepts no other until {@link #heal}. */
    public void cut() {
        refusing = true;
        door.closeConnections();
    }

    /** As {@link #cut}, and both ends hear that the connection is no more, and not that the other has ended it. */
    public void reset() {
        refusing = true;
        door.resetConnections();
    }

    /** Passes nothing on any more, in either direction, and keeps every connection, until {@link #heal}. */
    public void freeze() {
        let(StreamFlow.HELD, StreamFlow.HELD);
    }

    /** Passes bytes on so, in connections that are open and in later ones, until {@link #heal}. */
    public void let(StreamFlow ofRequests, StreamFlow ofAnswers) {
        requests.let(ofRequests);
        answers.let(ofAnswers);
    }

    /** As an address that moves to another server: open connections stay where they are, later ones lead to this port. */
    public void leadTo(int target) {
        door.leadTo(target);
    }

    /** All is well again. Of a connection that has lost something both ends hear that it is no more. */
    public void heal() {
        refusing = false;
        let(StreamFlow.FREE, StreamFlow.FREE);
        pipes.stream().filter(TcpPipe::hasLost).forEach(TcpPipe::reset);
        ambush.end();
    }

    @Override
    public void close() {
        door.close();
        // Whoever waits goes, and finds nobody.
        heal();
    }

    private void enter(Socket client) {
        if (refusing) {
            door.end(client);
        } else {
            // A server that stands still may not even take the connection, and others are to come in meanwhile.
            ProxyPort.daemon("proxy-request", () -> join(client));
        }
    }

    private void join(Socket client) {
        try {
            TcpPipe pipe = new TcpPipe(door, ambush, client, door.dial(), requests, answers);
            pipes.removeIf(TcpPipe::isClosed);
            pipes.add(pipe);
            ProxyPort.daemon("proxy-answer", pipe::passAnswers);
            pipe.passRequests();
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            door.end(client);
        }
    }
}
