package org.seckill.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.seckill.testkit.run.ConcurrentRun;

/** Connections that send requests at the same time. */
public final class RawConnections {
    private static final int CONNECTIONS = 16;
    private static final int CHECKED = 100;

    private final int port;

    public RawConnections(int port) {
        this.port = port;
    }

    /**
     * Sends the first requests and checks the answers, because wrk does not check them.
     *
     * @param telling a text that each answer must contain
     * @return the answers that are not as expected
     */
    public List<String> faults(List<RawRequest> asks, int expected, String telling) {
        return ask(
                        asks.subList(0, Math.min(CHECKED, asks.size())),
                        reply -> reply.status() == expected && (reply.head() + reply.body()).contains(telling)
                                ? ""
                                : "answered " + reply.status() + ": " + reply.body())
                .stream()
                .filter(fault -> !fault.isEmpty())
                .distinct()
                .toList();
    }

    /** @return the results of {@code reader}, in the order of the requests */
    public <T> List<T> ask(List<RawRequest> asks, Function<RawResponse, T> reader) {
        int each = (asks.size() + CONNECTIONS - 1) / CONNECTIONS;
        List<List<T>> parts = ConcurrentRun.of(CONNECTIONS, thread -> {
                    int from = Math.min(asks.size(), thread * each);
                    List<T> part = new ArrayList<>(each);
                    try (RawConnection line = new RawConnection(port)) {
                        for (RawRequest ask : asks.subList(from, Math.min(asks.size(), from + each))) {
                            part.add(reader.apply(line.ask(ask)));
                        }
                    }
                    return part;
                })
                .results();
        return parts.stream().flatMap(List::stream).toList();
    }
}
