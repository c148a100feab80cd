package org.seckill.chaos;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection of a driver to its server. One thread passes requests on, and another the answers. */
final class Conversation {
    private static final String CALL = "execute_seckill";

    /** Commands before the first call in which a strike may fall: each connection has as many. */
    private static final int SETTINGS = 2;

    /** Before the greeting; no session has this number. */
    private static final int NONE = 0;

    private static final int TRICKLED = 120;
    private static final Duration DRIP = Duration.ofMillis(1);

    private final ChaosProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Optional<Strike> strike;
    private final Pipe requests;
    private final Pipe answers;
    private final AtomicInteger open = new AtomicInteger(2);
    private int settings;
    private volatile int session = NONE;
    private volatile boolean welcome;
    private volatile @Nullable Exchange exchange;

    /** @param strike before the first call */
    Conversation(ChaosProxy proxy, Socket client, Socket server, Optional<Strike> strike) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.strike = strike;
        this.requests = new Pipe(client, server);
        this.answers = new Pipe(server, client);
    }

    boolean isClosed() {
        return server.isClosed();
    }

    /** Its number in the server's list of processes, by which it is told from a later one at the same port. */
    int session() {
        return session;
    }

    boolean isUnderWay() {
        Exchange current = exchange;
        return !isClosed() && current != null && current.isUnderWay();
    }

    void passRequests() {
        Optional<Packet> login = requests.read();
        login.ifPresent(packet -> pass(requests, packet, strike, whole(Place.LOGIN, packet)));
        for (Optional<Packet> read = requests.read(); read.isPresent(); read = requests.read()) {
            Packet packet = read.get();
            if (welcome && packet.isCommand()) {
                Exchange next = next(packet);
                exchange = next;
                pass(requests, packet, next.strike(), next.inCommand());
                if (requests.hasPassed(packet)) {
                    next.sent();
                }
            } else {
                pass(requests, packet);
            }
        }
        ended(requests);
    }

    void passAnswers() {
        Optional<Packet> greeting = answers.read();
        greeting.ifPresent(packet -> {
            session = packet.isError() ? NONE : packet.session();
            pass(answers, packet, strike, whole(Place.GREETING, packet));
        });
        boolean first = true;
        for (Optional<Packet> read = answers.read(); read.isPresent(); read = answers.read()) {
            Packet packet = read.get();
            Exchange current = exchange;
            if (current != null) {
                pass(answers, packet, current.strike(), current.inAnswer(packet));
            } else {
                welcome = packet.isOk();
                pass(answers, packet, strike, first ? whole(Place.WELCOME, packet) : OptionalInt.empty());
                first = false;
            }
        }
        ended(answers);
    }

    private Exchange next(Packet command) {
        if (command.calls(CALL)) {
            return new Exchange(command, proxy.nextCall());
        }
        int mine = settings++;
        return new Exchange(command, strike.filter(it -> it.packet(SETTINGS) == mine));
    }

    private OptionalInt whole(Place place, Packet packet) {
        return strike.isPresent() && strike.get().place() == place
                ? OptionalInt.of(strike.get().offset(1, packet.length()))
                : OptionalInt.empty();
    }

    private void pass(Pipe pipe, Packet packet, Optional<Strike> strike, OptionalInt offset) {
        if (strike.isPresent() && offset.isPresent() && proxy.strikes(strike.get())) {
            pipe.write(packet, 0, offset.getAsInt());
            proxy.holding(() -> strike(pipe, packet, offset.getAsInt(), strike.get()));
        } else {
            pass(pipe, packet);
        }
    }

    private static void pass(Pipe pipe, Packet packet) {
        pipe.write(packet, 0, packet.length());
    }

    private void strike(Pipe pipe, Packet packet, int offset, Strike it) {
        int rest = offset;
        switch (it.kind()) {
            case CUT -> close();
            case RESET -> reset();
            case SILENCE -> pipe.fallSilent();
            case PAUSE, LATE -> proxy.pause(it.pause());
            case TRICKLE -> rest = trickle(pipe, packet, offset);
            case REFUSE -> throw new IllegalArgumentException("it is connected already");
        }
        pipe.write(packet, rest, packet.length());
    }

    private int trickle(Pipe pipe, Packet packet, int offset) {
        int end = Math.min(packet.length(), offset + TRICKLED);
        for (int i = offset; i < end; i++) {
            pipe.write(packet, i, i + 1);
            proxy.pause(DRIP);
        }
        return end;
    }

    // What the server says after its end, nobody can hear; but what it was told before a client's end, it is to do.
    private void ended(Pipe pipe) {
        pipe.end();
        if (open.decrementAndGet() == 0 || (pipe == answers && !pipe.isSilent())) {
            close();
        }
    }

    private void close() {
        proxy.end(client);
        proxy.end(server);
    }

    private void reset() {
        proxy.reset(client, server);
    }
}
