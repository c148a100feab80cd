package org.seckill.chaos;

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
import org.seckill.testing.ProxyDoor;

/**
 * Stands between a pool of connections and its database on loopback, reads what they say to each other, and
 * breaks it where and how a seed decides.
 */
public final class ChaosProxy implements AutoCloseable {
    private final ProxyDoor door;
    private final Tally tally;
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private final List<Strike> struck = new CopyOnWriteArrayList<>();
    private final AtomicInteger held = new AtomicInteger();
    private volatile Plan plan = Plan.NOTHING;

    public ChaosProxy(int target, Tally tally) {
        this.tally = tally;
        this.door = new ProxyDoor(target, this::enter);
    }

    public int port() {
        return door.port();
    }

    /**
     * From now on, connections that are opened and calls that are made break as the seed decides. Open ones are cut
     * where it begins with a new one.
     */
    public void breakBy(long seed, Pauses pauses) {
        Plan drawn = Plan.drawn(seed, pauses);
        plan = drawn;
        if (drawn.beginsWithAConnection()) {
            door.closeConnections();
        }
    }

    /** Nothing more breaks; what broke remains so. */
    public void heal() {
        plan = Plan.NOTHING;
    }

    /** What struck, in the order of time. */
    public List<String> struck() {
        return struck.stream().map(Strike::toString).toList();
    }

    /** Whether nothing is held up, and the server has answered whatever it was asked in a connection that is left. */
    public boolean isQuiet() {
        return held.get() == 0 && conversations.stream().noneMatch(Conversation::isUnderWay);
    }

    /** Numbers in the server's list of processes of the sessions that have ended on this side: soon they end there too. */
    public Set<Integer> endedSessions() {
        return conversations.stream()
                .filter(Conversation::isClosed)
                .map(Conversation::session)
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        heal();
        door.close();
    }

    Optional<Strike> nextCall() {
        return plan.nextCall();
    }

    /** @return whether it is to strike now */
    boolean strikes(Strike strike) {
        if (plan == Plan.NOTHING) {
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
        Optional<Strike> strike = plan.nextConnection();
        Optional<Strike> here = strike.filter(it -> it.place() == Place.CONNECT && strikes(it));
        if (here.isPresent() && here.get().kind() == Kind.REFUSE) {
            door.reset(client);
            door.refuseFor(here.get().pause());
        } else {
            ProxyDoor.daemon("proxy-request", () -> {
                if (here.isEmpty() || survives(client, here.get())) {
                    join(client, strike);
                }
            });
        }
    }

    private boolean survives(Socket client, Strike strike) {
        switch (strike.kind()) {
            case CUT -> end(client);
            case RESET -> door.reset(client);
            case PAUSE, LATE -> holding(() -> pause(strike.pause()));
            default -> {
                // It stays open, and nobody speaks to it.
            }
        }
        return strike.kind() == Kind.PAUSE || strike.kind() == Kind.LATE;
    }

    private void join(Socket client, Optional<Strike> strike) {
        try {
            Socket server = door.dial();
            Conversation conversation = new Conversation(this, client, server, strike);
            conversations.add(conversation);
            ProxyDoor.daemon("proxy-answer", conversation::passAnswers);
            conversation.passRequests();
        } catch (IOException e) {
            // The server is down: the client sees a closed connection.
            end(client);
        }
    }
}
