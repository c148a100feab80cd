package org.seckill.soak;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.parts.Desk;

/** All samples, which are also written to a file as they come. For one thread. */
final class Samples implements AutoCloseable {
    private final Map<Desk, List<Sample>> all = new EnumMap<>(Desk.class);
    private final PrintWriter file;

    Samples(Path file) {
        try {
            this.file = new PrintWriter(Files.newBufferedWriter(file), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.file.println(Stream.concat(
                        Stream.of("desk", "seconds"),
                        Arrays.stream(Measure.values())
                                .map(measure -> measure.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(",")));
    }

    void add(Desk desk, Sample sample) {
        all.computeIfAbsent(desk, none -> new ArrayList<>()).add(sample);
        file.println(line(desk, sample));
    }

    List<Sample> of(Desk desk) {
        return List.copyOf(all.getOrDefault(desk, List.of()));
    }

    /** As the file has it. */
    static String line(Desk desk, Sample sample) {
        return Stream.concat(
                        Stream.of(desk.setting(), Long.toString(sample.at().toSeconds())),
                        Arrays.stream(Measure.values())
                                .map(measure -> String.format(Locale.ROOT, "%.2f", sample.of(measure))
                                        .replaceFirst("\\.00$", "")))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        file.close();
    }
}
