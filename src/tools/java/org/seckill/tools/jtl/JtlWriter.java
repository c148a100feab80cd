package org.seckill.tools.jtl;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a log as JMeter does. Safe for use by any number of threads. */
public final class JtlWriter implements AutoCloseable {
    private static final String HEADER = String.join(
            ",",
            JtlColumns.SENT,
            JtlColumns.TOOK,
            JtlColumns.LABEL,
            JtlColumns.CODE,
            "threadName",
            "success",
            variable(JtlColumns.SALE),
            variable(JtlColumns.PHONE),
            variable(JtlColumns.STATE),
            variable(JtlColumns.TICKET));

    private final BufferedWriter out;

    /** @param file is made anew, and its folder if there is none */
    public JtlWriter(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            this.out = Files.newBufferedWriter(file);
            out.write(HEADER + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized void write(JtlSample sample) {
        try {
            out.write(line(sample) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(JtlSample sample) {
        return Stream.of(
                        sample.sent().toEpochMilli(),
                        sample.took().toMillis(),
                        sample.label(),
                        sample.code(),
                        Thread.currentThread().getName(),
                        sample.code().equals("200"),
                        sample.sale(),
                        sample.phone(),
                        sample.state().isEmpty() ? "none" : sample.state(),
                        sample.ticket().isEmpty() ? "none" : sample.ticket())
                .map(value -> quoted(value.toString()))
                .collect(Collectors.joining(","));
    }

    private static String quoted(String value) {
        boolean needsIt = value.chars().anyMatch(letter -> ",\"\r\n".indexOf(letter) >= 0);
        return needsIt ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    // As JMeter sets variables apart from what it has itself.
    private static String variable(String name) {
        return '"' + name + '"';
    }
}
