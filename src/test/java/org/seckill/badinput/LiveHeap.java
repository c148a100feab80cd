package org.seckill.badinput;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.seckill.testkit.run.Jcmd;

/**
 * What a JVM still has when all that nobody needs is collected.
 *
 * @param bytes of each class' objects
 */
record LiveHeap(Map<String, Long> bytes) {
    private static final Pattern LINE = Pattern.compile(" *[0-9]+: +[0-9]+ +([0-9]+) +(\\S+).*");
    private static final int SHOWN = 12;

    /** As {@code jcmd GC.class_histogram} has it, which collects everything first. */
    static LiveHeap of(long pid) {
        return of(Jcmd.ask(pid, "GC.class_histogram").lines().toList());
    }

    private static LiveHeap of(List<String> lines) {
        Map<String, Long> bytes = new HashMap<>();
        for (String line : lines) {
            Matcher row = LINE.matcher(line);
            if (row.matches()) {
                bytes.merge(row.group(2), Long.parseLong(row.group(1)), Long::sum);
            }
        }
        return new LiveHeap(bytes);
    }

    long total() {
        return bytes.values().stream().mapToLong(each -> each).sum();
    }

    /** The classes that grew most, with how many bytes. */
    String growthSince(LiveHeap before) {
        return bytes.keySet().stream()
                .sorted(Comparator.comparing((String type) -> growth(type, before))
                        .reversed())
                .limit(SHOWN)
                .map(type -> growth(type, before) + " " + type)
                .collect(Collectors.joining("\n"));
    }

    private long growth(String type, LiveHeap before) {
        return bytes.getOrDefault(type, 0L) - before.bytes.getOrDefault(type, 0L);
    }
}
