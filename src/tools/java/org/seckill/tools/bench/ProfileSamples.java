package org.seckill.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.seckill.tools.measure.WrkLoad;

/** Where a JVM's threads were found, by Java's Flight Recorder, while they ran Java code. */
final class ProfileSamples {
    private static final int LINES = 30;
    private static final Set<String> RUNNING = Set.of("jdk.ExecutionSample");
    private static final Set<String> IN_NATIVE = Set.of("jdk.NativeMethodSample");

    /** Whatever begins so is one group; the first that fits counts. */
    private static final List<String> GROUPS = List.of(
            "org.seckill",
            "org.springframework",
            "org.apache.catalina",
            "org.apache.coyote",
            "org.apache.tomcat",
            "org.apache.ibatis",
            "org.mybatis",
            "com.zaxxer",
            "com.mysql",
            "tools.jackson",
            "ch.qos.logback",
            "javax.crypto",
            "com.sun.crypto",
            "sun.security",
            "java.",
            "jdk.",
            "sun.");

    private final List<RecordedEvent> running;
    private final List<RecordedEvent> inNative;

    private ProfileSamples(List<RecordedEvent> running, List<RecordedEvent> inNative) {
        this.running = running;
        this.inNative = inNative;
    }

    static ProfileSamples read(Path recording, WrkLoad.Span span) {
        try {
            List<RecordedEvent> events = RecordingFile.readAllEvents(recording).stream()
                    .filter(event -> span.covers(event.getStartTime()) && event.getStackTrace() != null)
                    .toList();
            return new ProfileSamples(of(events, RUNNING), of(events, IN_NATIVE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String summary() {
        return String.join(
                "\n",
                table("Threads", running, event -> List.of(thread(event)), LINES / 3),
                table("Packages, innermost frame", running, event -> List.of(group(top(event))), LINES),
                table("Packages, anywhere in the stack", running, event -> all(event, ProfileSamples::group), LINES),
                table("Methods, innermost frame", running, event -> List.of(name(top(event))), LINES),
                table(
                        "Methods of ours, with all that they call",
                        running,
                        event -> all(event, ProfileSamples::name).stream()
                                .filter(name -> name.startsWith("org.seckill"))
                                .toList(),
                        LINES),
                table(
                        "Native methods (some of them only wait)",
                        inNative,
                        event -> List.of(name(top(event))),
                        LINES / 3));
    }

    private static String table(
            String title, List<RecordedEvent> events, Function<RecordedEvent, Collection<String>> keys, int lines) {
        Map<String, Integer> counts = new HashMap<>();
        events.forEach(event -> keys.apply(event).forEach(key -> counts.merge(key, 1, Integer::sum)));
        String rows = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(lines)
                .map(entry -> String.format(
                        Locale.ROOT, "%6.1f%%  %s", 100.0 * entry.getValue() / events.size(), entry.getKey()))
                .collect(Collectors.joining("\n"));
        return String.format(Locale.ROOT, "\n%s (%d samples)\n%s", title, events.size(), rows);
    }

    private static List<RecordedEvent> of(List<RecordedEvent> events, Set<String> types) {
        return events.stream()
                .filter(event -> types.contains(event.getEventType().getName()))
                .toList();
    }

    private static Set<String> all(RecordedEvent event, Function<RecordedMethod, String> key) {
        return frames(event).map(RecordedFrame::getMethod).map(key).collect(Collectors.toSet());
    }

    private static RecordedMethod top(RecordedEvent event) {
        return frames(event).findFirst().orElseThrow().getMethod();
    }

    private static Stream<RecordedFrame> frames(RecordedEvent event) {
        RecordedStackTrace stack = event.getStackTrace();
        return stack.getFrames().stream();
    }

    private static String name(RecordedMethod method) {
        // Where a lambda's class is loaded differs from run to run.
        return method.getType().getName().replaceFirst("(\\$\\$Lambda).*", "$1") + "." + method.getName();
    }

    private static String group(RecordedMethod method) {
        String name = name(method);
        return GROUPS.stream().filter(name::startsWith).findFirst().orElse("other");
    }

    // Threads of one pool differ in a number.
    private static String thread(RecordedEvent event) {
        RecordedThread thread = event.getThread("sampledThread");
        String name = thread == null ? null : thread.getJavaName();
        return name == null ? "unnamed" : name.replaceAll("[0-9]+", "N");
    }
}
