package org.seckill.tools.soak;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.seckill.testkit.http.RawConnection;
import org.seckill.testkit.http.RawResponse;

/** Those who look around, try what is not allowed, or hang up, at a steady rate. */
final class VisitorLoad implements AutoCloseable {
    private static final int VISITORS = 4;
    private static final int EXAMPLES = 20;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(VISITORS);
    private final List<SoakVisitor> visitors;
    private final LongAdder answers = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final ConcurrentHashMap<String, LongAdder> surprises = new ConcurrentHashMap<>();

    /** @param sale which they look at, asked each time */
    VisitorLoad(int port, int perSecond, LongSupplier sale) {
        long pause = TimeUnit.SECONDS.toNanos(VISITORS) / perSecond;
        visitors = IntStream.range(0, VISITORS)
                .mapToObj(
                        number -> new SoakVisitor(new RawConnection(port), new Random(number), number, sale, refusals))
                .toList();
        visitors.forEach(visitor -> {
            // What it throws is noted.
            Future<?> unused = threads.scheduleAtFixedRate(() -> visit(visitor), 0, pause, TimeUnit.NANOSECONDS);
        });
    }

    long answers() {
        return answers.sum();
    }

    /** Answers that said to come back later. */
    long refusals() {
        return refusals.sum();
    }

    /** @return answers that were not as they should be, some of each kind */
    List<String> faults() {
        return surprises.entrySet().stream()
                .limit(EXAMPLES)
                .map(entry -> entry.getKey() + ", " + entry.getValue().sum() + " times")
                .toList();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        visitors.forEach(SoakVisitor::close);
    }

    private void visit(SoakVisitor visitor) {
        try {
            Optional<String> surprise = visitor.visit();
            answers.increment();
            surprise.ifPresent(this::note);
        } catch (UncheckedIOException e) {
            note("no answer: " + e.getMessage() + ": " + e.getCause());
            visitor.close();
        } catch (RuntimeException | Error e) {
            // It would end this visitor's visits unseen.
            note("a visitor fell: " + e);
        }
    }

    private void note(String surprise) {
        // They may be as many as answers.
        if (surprises.size() < EXAMPLES || surprises.containsKey(surprise)) {
            surprises.computeIfAbsent(surprise, none -> new LongAdder()).increment();
        }
    }

    /** What is told of an answer that is not the one expected. */
    static String surprise(String asked, int expected, RawResponse reply) {
        return String.format(Locale.ROOT, "%s: %d instead of %d", asked, reply.status(), expected);
    }
}
