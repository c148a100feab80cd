package org.seckill.tools.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seckill.tools.jtl.CsvFile;

/** All samples of JMeter with the messages of its assertions; {@link org.seckill.tools.jtl.JtlReader} reads only answers. */
final class StressSamples {
    private final Map<String, Integer> columns = new HashMap<>();

    private StressSamples(List<String> header) {
        for (int i = 0; i < header.size(); i++) {
            columns.put(header.get(i), i);
        }
    }

    /** @throws IllegalArgumentException when a column is missing, naming it */
    static List<StressSample> read(Path file) throws IOException {
        List<StressSample> samples = new ArrayList<>();
        try (CsvFile rows = new CsvFile(file)) {
            StressSamples header = new StressSamples(rows.next().orElse(List.of()));
            for (Optional<List<String>> row = rows.next(); row.isPresent(); row = rows.next()) {
                samples.add(header.sample(row.get()));
            }
        }
        return samples;
    }

    private StressSample sample(List<String> row) {
        return new StressSample(
                // Few different labels, each in many samples.
                value(row, "label").intern(),
                Long.parseLong(value(row, "timeStamp")),
                Integer.parseInt(value(row, "elapsed")),
                Boolean.parseBoolean(value(row, "success")),
                complaint(row),
                value(row, "sale").intern(),
                value(row, "phone"),
                value(row, "state").intern(),
                value(row, "ticket"));
    }

    private String complaint(List<String> row) {
        String complaint = value(row, "failureMessage");
        return complaint.isEmpty() ? value(row, "responseCode") + " " + value(row, "responseMessage") : complaint;
    }

    private String value(List<String> row, String column) {
        Integer index = columns.get(column);
        if (index == null || index >= row.size()) {
            throw new IllegalArgumentException("no column %s in %s".formatted(column, row));
        }
        return row.get(index);
    }
}
