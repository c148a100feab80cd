package org.seckill.testkit.sqlfault;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.seckill.testkit.proxy.ProxyPort;

/**
 * A proxy between a connection pool and its database on loopback. It reads the MySQL protocol and injects the faults of a
 * seed.
 */
public final class SqlFaultProxy implements AutoCloseable {
    private final ProxyPort listener;
    private final SqlFaultCounts counts;
    private final Set<SqlConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<PlannedSqlFault> struck = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private volatile SqlFaultPlan plan = SqlFaultPlan.NOTHING;

    public SqlFaultProxy(int target, SqlFaultCounts counts) {
        this.counts = counts;
        this.listener = new ProxyPort(target, this::enter);
    }

    public int port() {
        return listener.port();
    }

    /**
     * Injects the faults of the seed into later connections and calls. Closes the open connections if the first fault is
     * one of a new connection.
     */
    public void breakBy(long seed, SqlPauses pauses) {
        SqlFaultPlan drawn = SqlFaultPlan.drawn(seed, pauses);
        plan = drawn;
        if (drawn.beginsWithAConnection()) {
            listener.closeConnections();
        }
    }

    /** Injects no more faults. Those in effect remain. */
    public void heal() {
        plan = SqlFaultPlan.NOTHING;
    }

    /** The faults that occurred, by time. */
    public List<String> struck() {
        return struck.stream().map(PlannedSqlFault::toString).toList();
    }

    /** Whether no bytes are held, and the server has answered all commands of the open connections. */
    public boolean isQuiet() {
        return held.get() == 0 && connections.stream().noneMatch(SqlConnection::isUnderWay);
    }

    /** The connection ids of the sessions that have ended on this side; the server ends them soon. */
    public Set<Integer> endedSessions() {
        return connections.stream()
                .filter(SqlConnection::isClosed)
                .map(SqlConnection::session)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        heal();
        listener.close();
    }

    Optional<PlannedSqlFault> nextCall() {
        return plan.nextCall();
    }

    /** @return whether the fault is to occur now */
    boolean strikes(PlannedSqlFault strike) {
        if (plan == SqlFaultPlan.NOTHING) {
            return false;
        }
        struck.add(strike);
        counts.struck(strike.fault());
        return true;
    }

    void holding(Runnable work) {
        held.incrementAndGet();
        try {
            work.run();
        } finally {
            held.decrementAndGet();
        }
    }

    void pause(Duration time) {
        listener.pause(time);
    }

    void end(Socket socket) {
        listener.end(socket);
    }

    void reset(Socket... both) {
        listener.reset(both);
    }

    private void enter(Socket client) {
        Optional<PlannedSqlFault> strike = plan.nextConnection();
        Optional<PlannedSqlFault> here = strike.filter(it -> it.place() == SqlFaultPoint.CONNECT && strikes(it));
        if (here.isPresent() && here.get().kind() == SqlFaultKind.REFUSE) {
            listener.reset(client);
            listener.refuseFor(here.get().pause());
        } else {
            ProxyPort.daemon("proxy-request", () -> {
                if (here.isEmpty() || survives(client, here.get())) {
                    join(client, strike);
                }
            });
        }
    }

    private boolean survives(Socket client, PlannedSqlFault strike) {
        switch (strike.kind()) {
            case CUT -> end(client);
            case RESET -> listener.reset(client);
            case PAUSE, LATE -> holding(() -> pause(strike.pause()));
            default -> {
                // The connection stays open and silent.
            }
        }
        return strike.kind() == SqlFaultKind.PAUSE || strike.kind() == SqlFaultKind.LATE;
    }

    private void join(Socket client, Optional<PlannedSqlFault> strike) {
        try {
            Socket server = listener.dial();
            SqlConnection connection = new SqlConnection(this, client, server, strike);
            connections.add(connection);
            ProxyPort.daemon("proxy-answer", connection::passAnswers);
            connection.passRequests();
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            end(client);
        }
    }
}
