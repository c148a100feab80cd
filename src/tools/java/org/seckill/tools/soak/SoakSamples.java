package org.seckill.tools.soak;

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
import org.seckill.order.PurchaseMode;

/** All samples, which are also written to a file as they come. For one thread. */
final class SoakSamples implements AutoCloseable {
    private final Map<PurchaseMode, List<SoakSample>> all = new EnumMap<>(PurchaseMode.class);
    private final PrintWriter file;

    SoakSamples(Path file) {
        try {
            this.file = new PrintWriter(Files.newBufferedWriter(file), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.file.println(Stream.concat(
                        Stream.of("desk", "seconds"),
                        Arrays.stream(SoakMeasure.values())
                                .map(measure -> measure.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(",")));
    }

    void add(PurchaseMode desk, SoakSample sample) {
        all.computeIfAbsent(desk, none -> new ArrayList<>()).add(sample);
        file.println(line(desk, sample));
    }

    List<SoakSample> of(PurchaseMode desk) {
        return List.copyOf(all.getOrDefault(desk, List.of()));
    }

    /** As the file has it. */
    static String line(PurchaseMode desk, SoakSample sample) {
        return Stream.concat(
                        Stream.of(desk.setting(), Long.toString(sample.at().toSeconds())),
                        Arrays.stream(SoakMeasure.values())
                                .map(measure -> String.format(Locale.ROOT, "%.2f", sample.of(measure))
                                        .replaceFirst("\\.00$", "")))
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        file.close();
    }
}
