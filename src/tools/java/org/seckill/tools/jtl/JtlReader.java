package org.seckill.tools.jtl;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads JMeter's results, record by record. The header names the columns; columns that are not needed are ignored. */
final class JtlReader {
    /** How JMeter and the plans write a variable without a value. */
    private static final Set<String> NOTHING = Set.of("", "-", "none", "null");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final Pattern TICKET = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    /** The most characters of an invalid value in a message. */
    private static final int SHOWN = 40;

    private final Path file;
    private final CsvFile lines;
    private final JtlColumns columns;

    private JtlReader(Path file, CsvFile lines) throws IOException {
        this.file = file;
        this.lines = lines;
        List<String> header = lines.next().orElseThrow(() -> new InvalidLog(file, 1, "no header"));
        this.columns = new JtlColumns(file, header);
    }

    /**
     * Reads the samples with the wanted labels, in the order of the file. Of other samples only the number of fields is
     * checked.
     *
     * @throws InvalidLog when a column is missing or a record is not one that JMeter writes
     */
    public static void read(Path file, Predicate<String> labels, Consumer<JtlSample> reader) throws IOException {
        try (CsvFile lines = new CsvFile(file)) {
            JtlReader log = new JtlReader(file, lines);
            Optional<List<String>> fields = lines.next();
            while (fields.isPresent()) {
                log.columns.check(fields.get(), lines.line());
                if (labels.test(log.columns.of(fields.get(), JtlColumns.LABEL))) {
                    reader.accept(log.sample(fields.get()));
                }
                fields = lines.next();
            }
        }
    }

    private JtlSample sample(List<String> fields) {
        return new JtlSample(
                Instant.ofEpochMilli(number(fields, JtlColumns.SENT, "milliseconds since the epoch")),
                Duration.ofMillis(number(fields, JtlColumns.TOOK, "milliseconds")),
                columns.of(fields, JtlColumns.LABEL),
                columns.of(fields, JtlColumns.CODE),
                number(fields, JtlColumns.SALE, "a sale's number"),
                allowed(fields, JtlColumns.PHONE, JtlSample.PHONE, "a phone's digits"),
                orNothing(fields, JtlColumns.STATE, JtlSample.STATE, "a state"),
                orNothing(fields, JtlColumns.TICKET, TICKET, "a ticket"));
    }

    private String orNothing(List<String> fields, String column, Pattern pattern, String allowed) {
        return NOTHING.contains(columns.of(fields, column)) ? "" : allowed(fields, column, pattern, allowed);
    }

    private long number(List<String> fields, String column, String allowed) {
        return Long.parseLong(allowed(fields, column, NUMBER, allowed));
    }

    private String allowed(List<String> fields, String column, Pattern pattern, String allowed) {
        String value = columns.of(fields, column);
        if (!pattern.matcher(value).matches()) {
            String shown = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
            throw new InvalidLog(
                    file, lines.line(), "column %s is '%s', and not %s".formatted(column, shown.strip(), allowed));
        }
        return value;
    }
}
