package org.seckill.tools.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What wrk saw, as {@code bench/load.lua} prints it.
 *
 * @param counted answers within {@code seconds}: all but the first ones, while connections are being opened
 * @param refused answers of status 400 and above
 * @param broken connections that were refused or broke
 * @param late answers that wrk gave up
 */
public record LoadResult(
        long sent,
        long answered,
        long counted,
        double seconds,
        long refused,
        long broken,
        long late,
        Latency latency,
        CpuUse cpu) {
    private static final Pattern LINE = Pattern.compile("(?m)^bench (.*)$");
    private static final Pattern PAIR = Pattern.compile("(\\w+)=(\\d+)");

    /** In milliseconds. */
    record Latency(double median, double p99, double max) {}

    static LoadResult parse(String output, CpuUse cpu) {
        var line = LINE.matcher(output);
        if (!line.find()) {
            throw new AssertionError("wrk said: " + output);
        }
        Map<String, Long> said = PAIR.matcher(line.group(1))
                .results()
                .collect(Collectors.toMap((MatchResult pair) -> pair.group(1), pair -> Long.valueOf(pair.group(2))));
        return new LoadResult(
                number(said, "sent"),
                number(said, "answered"),
                number(said, "counted"),
                number(said, "micros") / 1e6,
                number(said, "refused"),
                number(said, "connect") + number(said, "read") + number(said, "write"),
                number(said, "timeout"),
                new Latency(number(said, "p50") / 1e3, number(said, "p99") / 1e3, number(said, "max") / 1e3),
                cpu);
    }

    private static long number(Map<String, Long> said, String name) {
        return Objects.requireNonNull(said.get(name), name);
    }

    /** The same, with what was used up to a later moment. */
    public LoadResult with(CpuUse whole) {
        return new LoadResult(sent, answered, counted, seconds, refused, broken, late, latency, whole);
    }

    /** Answers of status below 400. */
    public long granted() {
        return answered - refused;
    }

    /**
     * @param isGranted whether every answer was to be granted; otherwise none
     * @return what is wrong, nothing when all is right
     */
    public List<String> faults(boolean isGranted) {
        List<String> faults = new ArrayList<>();
        long wrong = isGranted ? refused : granted();
        if (wrong > 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "%d of %d answers were %s",
                    wrong,
                    answered,
                    isGranted ? "of status 400 and above" : "no refusals"));
        }
        if (broken + late > 0) {
            faults.add(String.format(
                    Locale.ROOT, "%d connections were refused or broke, %d answers were late", broken, late));
        }
        return faults;
    }

    /** @param those of the answers that the rate is of */
    public Map<String, Double> figures(long those) {
        double rate = counted / seconds * those / Math.max(1, answered);
        return Map.of(
                Round.RATE,
                rate,
                Round.MEDIAN,
                latency.median(),
                Round.P99,
                latency.p99(),
                Round.NODE_CPU,
                each(cpu.node()),
                Round.MYSQL_CPU,
                each(cpu.mysql()),
                Round.REDIS_CPU,
                each(cpu.redis()),
                Round.LOAD_CPU,
                each(cpu.load()));
    }

    private double each(long micros) {
        return micros / (double) Math.max(1, answered);
    }
}
