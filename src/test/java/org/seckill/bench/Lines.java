package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.seckill.testing.Crowd;

/** Many connections that ask at the same time. */
final class Lines {
    private static final int CONNECTIONS = 16;
    private static final int SOME = 100;

    private final int port;

    Lines(int port) {
        this.port = port;
    }

    /**
     * Asks the first of them one by one, for wrk does not look into what it is answered.
     *
     * @param telling what each answer is to contain
     * @return the answers that were not as expected
     */
    List<String> faults(List<Ask> asks, int expected, String telling) {
        return ask(
                        asks.subList(0, Math.min(SOME, asks.size())),
                        reply -> reply.status() == expected && (reply.head() + reply.body()).contains(telling)
                                ? ""
                                : "answered " + reply.status() + ": " + reply.body())
                .stream()
                .filter(fault -> !fault.isEmpty())
                .distinct()
                .toList();
    }

    /** @return what was made of each reply, in the order of the requests */
    <T> List<T> ask(List<Ask> asks, Function<Reply, T> reader) {
        int each = (asks.size() + CONNECTIONS - 1) / CONNECTIONS;
        List<List<T>> parts = Crowd.of(CONNECTIONS, member -> {
                    int from = Math.min(asks.size(), member * each);
                    List<T> part = new ArrayList<>(each);
                    try (HttpLine line = new HttpLine(port)) {
                        for (Ask ask : asks.subList(from, Math.min(asks.size(), from + each))) {
                            part.add(reader.apply(line.ask(ask)));
                        }
                    }
                    return part;
                })
                .results();
        return parts.stream().flatMap(List::stream).toList();
    }
}
