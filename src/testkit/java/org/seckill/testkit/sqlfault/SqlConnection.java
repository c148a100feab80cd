package org.seckill.testkit.sqlfault;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection of a driver to its server. One thread passes requests on, another one the answers. */
final class SqlConnection {
    private static final String CALL = "execute_seckill";

    /** The number of commands of each connection before the first call; a fault may occur in one of them. */
    private static final int SETTINGS = 2;

    /** The session before the greeting; no real session has this number. */
    private static final int NONE = 0;

    private static final int TRICKLED = 120;
    private static final Duration DRIP = Duration.ofMillis(1);

    private final SqlFaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final Optional<PlannedSqlFault> strike;
    private final SqlPipe requests;
    private final SqlPipe answers;
    private final AtomicInteger open = new AtomicInteger(2);
    private int settings;
    private volatile int session = NONE;
    private volatile boolean welcome;
    private volatile @Nullable SqlExchange exchange;

    /** @param strike a fault before the first call */
    SqlConnection(SqlFaultProxy proxy, Socket client, Socket server, Optional<PlannedSqlFault> strike)
            throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        this.strike = strike;
        this.requests = new SqlPipe(client, server);
        this.answers = new SqlPipe(server, client);
    }

    boolean isClosed() {
        return server.isClosed();
    }

    /** The connection id of the server, which also identifies the session if a later connection has the same port. */
    int session() {
        return session;
    }

    boolean isUnderWay() {
        SqlExchange current = exchange;
        return !isClosed() && current != null && current.isUnderWay();
    }

    void passRequests() {
        Optional<SqlPacket> login = requests.read();
        login.ifPresent(packet -> pass(requests, packet, strike, whole(SqlFaultPoint.LOGIN, packet)));
        for (Optional<SqlPacket> read = requests.read(); read.isPresent(); read = requests.read()) {
            SqlPacket packet = read.get();
            if (welcome && packet.isCommand()) {
                SqlExchange next = next(packet);
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
        Optional<SqlPacket> greeting = answers.read();
        greeting.ifPresent(packet -> {
            session = packet.isError() ? NONE : packet.session();
            pass(answers, packet, strike, whole(SqlFaultPoint.GREETING, packet));
        });
        boolean first = true;
        for (Optional<SqlPacket> read = answers.read(); read.isPresent(); read = answers.read()) {
            SqlPacket packet = read.get();
            SqlExchange current = exchange;
            if (current != null) {
                pass(answers, packet, current.strike(), current.inAnswer(packet));
            } else {
                welcome = packet.isOk();
                pass(answers, packet, strike, first ? whole(SqlFaultPoint.WELCOME, packet) : OptionalInt.empty());
                first = false;
            }
        }
        ended(answers);
    }

    private SqlExchange next(SqlPacket command) {
        if (command.calls(CALL)) {
            return new SqlExchange(command, proxy.nextCall());
        }
        int mine = settings++;
        return new SqlExchange(command, strike.filter(it -> it.packet(SETTINGS) == mine));
    }

    private OptionalInt whole(SqlFaultPoint place, SqlPacket packet) {
        return strike.isPresent() && strike.get().place() == place
                ? OptionalInt.of(strike.get().offset(1, packet.length()))
                : OptionalInt.empty();
    }

    private void pass(SqlPipe pipe, SqlPacket packet, Optional<PlannedSqlFault> strike, OptionalInt offset) {
        if (strike.isPresent() && offset.isPresent() && proxy.strikes(strike.get())) {
            pipe.write(packet, 0, offset.getAsInt());
            proxy.holding(() -> strike(pipe, packet, offset.getAsInt(), strike.get()));
        } else {
            pass(pipe, packet);
        }
    }

    private static void pass(SqlPipe pipe, SqlPacket packet) {
        pipe.write(packet, 0, packet.length());
    }

    private void strike(SqlPipe pipe, SqlPacket packet, int offset, PlannedSqlFault it) {
        int rest = offset;
        switch (it.kind()) {
            case CUT -> close();
            case RESET -> reset();
            case SILENCE -> pipe.fallSilent();
            case PAUSE, LATE -> proxy.pause(it.pause());
            case TRICKLE -> rest = trickle(pipe, packet, offset);
            case REFUSE -> throw new IllegalArgumentException("the connection is open already");
        }
        pipe.write(packet, rest, packet.length());
    }

    private int trickle(SqlPipe pipe, SqlPacket packet, int offset) {
        int end = Math.min(packet.length(), offset + TRICKLED);
        for (int i = offset; i < end; i++) {
            pipe.write(packet, i, i + 1);
            proxy.pause(DRIP);
        }
        return end;
    }

    // After the end of the server no answer can arrive; after the end of the client the server still executes its
    // requests.
    private void ended(SqlPipe pipe) {
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
