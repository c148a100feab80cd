package org.seckill.tools.jtl;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes samples as JMeter does. Thread-safe. */
public final class JtlWriter implements AutoCloseable {
    private final CsvWriter out;

    /** @param file is overwritten; its folder is created if it does not exist */
    public JtlWriter(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            this.out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.writeRecord(
                JtlColumns.SENT,
                JtlColumns.TOOK,
                JtlColumns.LABEL,
                JtlColumns.CODE,
                "threadName",
                "success",
                JtlColumns.SALE,
                JtlColumns.PHONE,
                JtlColumns.STATE,
                JtlColumns.TICKET);
    }

    public synchronized void write(JtlSample sample) {
        out.writeRecord(
                Long.toString(sample.sent().toEpochMilli()),
                Long.toString(sample.took().toMillis()),
                sample.label(),
                sample.code(),
                Thread.currentThread().getName(),
                Boolean.toString(sample.code().equals("200")),
                Long.toString(sample.sale()),
                sample.phone(),
                sample.state().isEmpty() ? "none" : sample.state(),
                sample.ticket().isEmpty() ? "none" : sample.ticket());
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
