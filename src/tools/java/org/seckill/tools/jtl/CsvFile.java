package org.seckill.tools.jtl;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Comma-separated values as JMeter writes them (RFC 4180), read record by record. For one thread. */
public final class CsvFile implements AutoCloseable {
    /** In characters; a longer field is a quote that was opened and never closed. */
    private static final int LONGEST_FIELD = 1 << 20;

    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final Iterator<CsvRecord> records;
    private long line = 1;

    public CsvFile(Path file) throws IOException {
        this.file = file;
        // A reader replaces bytes that are not UTF-8; they matter in no column that is used.
        this.reader = CsvReader.builder()
                .maxBufferSize(LONGEST_FIELD)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
        this.records = reader.iterator();
    }

    /**
     * Returns the fields of the next record, or empty at the end. Skips empty lines.
     *
     * @throws InvalidLog if the next record is malformed
     */
    public Optional<List<String>> next() {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord next = records.next();
            line = next.getStartingLineNumber();
            return Optional.of(next.getFields());
        } catch (CsvParseException e) {
            String cause = String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
            throw new InvalidLog(file, line + 1, cause);
        }
    }

    /** The line on which the last record began, from 1 on. */
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
