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
 * Stands between a pool of connections and its database on loopback, reads what they say to each other, and
 * breaks it where and how a seed decides.
 */
public final class SqlFaultProxy implements AutoCloseable {
    private final ProxyPort door;
    private final SqlFaultCounts tally;
    private final Set<SqlConnection> conversations = ConcurrentHashMap.newKeySet();
    private final List<PlannedSqlFault> struck = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private volatile SqlFaultPlan plan = SqlFaultPlan.NOTHING;

    public SqlFaultProxy(int target, SqlFaultCounts tally) {
        this.tally = tally;
        this.door = new ProxyPort(target, this::enter);
    }

    public int port() {
        return door.port();
    }

    /**
     * From now on, connections that are opened and calls that are made break as the seed decides. Open ones are cut
     * where it begins with a new one.
     */
    public void breakBy(long seed, SqlPauses pauses) {
        SqlFaultPlan drawn = SqlFaultPlan.drawn(seed, pauses);
        plan = drawn;
        if (drawn.beginsWithAConnection()) {
            door.closeConnections();
        }
    }

    /** Nothing more breaks; what broke remains so. */
    public void heal() {
        plan = SqlFaultPlan.NOTHING;
    }

    /** What struck, in the order of time. */
    public List<String> struck() {
        return struck.stream().map(PlannedSqlFault::toString).toList();
    }

    /** Whether nothing is held up, and the server has answered whatever it was asked in a connection that is left. */
    public boolean isQuiet() {
        return held.get() == 0 && conversations.stream().noneMatch(SqlConnection::isUnderWay);
    }

    /** Numbers in the server's list of processes of the sessions that have ended on this side: soon they end there too. */
    public Set<Integer> endedSessions() {
        return conversations.stream()
                .filter(SqlConnection::isClosed)
                .map(SqlConnection::session)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        heal();
        door.close();
    }

    Optional<PlannedSqlFault> nextCall() {
        return plan.nextCall();
    }

    /** @return whether it is to strike now */
    boolean strikes(PlannedSqlFault strike) {
        if (plan == SqlFaultPlan.NOTHING) {
            return false;
        }
        struck.add(strike);
        tally.struck(strike.fault());
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
        door.pause(time);
    }

    void end(Socket socket) {
        door.end(socket);
    }

    void reset(Socket... both) {
        door.reset(both);
    }

    private void enter(Socket client) {
        Optional<PlannedSqlFault> strike = plan.nextConnection();
        Optional<PlannedSqlFault> here = strike.filter(it -> it.place() == SqlFaultPoint.CONNECT && strikes(it));
        if (here.isPresent() && here.get().kind() == SqlFaultKind.REFUSE) {
            door.reset(client);
            door.refuseFor(here.get().pause());
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
            case RESET -> door.reset(client);
            case PAUSE, LATE -> holding(() -> pause(strike.pause()));
            default -> {
                // It stays open, and nobody speaks to it.
            }
        }
        return strike.kind() == SqlFaultKind.PAUSE || strike.kind() == SqlFaultKind.LATE;
    }

    private void join(Socket client, Optional<PlannedSqlFault> strike) {
        try {
            Socket server = door.dial();
            SqlConnection conversation = new SqlConnection(this, client, server, strike);
            conversations.add(conversation);
            ProxyPort.daemon("proxy-answer", conversation::passAnswers);
            conversation.passRequests();
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            end(client);
        }
    }
}
