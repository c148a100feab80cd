package org.seckill.tools.jtl;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads comma-separated values as JMeter writes them (RFC 4180): what has commas, quotes or line breaks in it stands in
 * double quotes. One record at a time is held, and it has a bound. For one thread.
 */
public final class CsvReader implements AutoCloseable {
    /** Characters of one record: beyond that a quote was opened and never closed. */
    private static final int LONGEST = 1 << 20;

    private static final int END = -1;

    private final Path file;
    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder field = new StringBuilder();
    private int at;
    private int filled;
    private long line = 1;
    private long first = 1;
    private int length;

    public CsvReader(Path file) throws IOException {
        this.file = file;
        // Letters that are none are no reason to refuse a file: where it matters they are not what is needed.
        this.in = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8);
    }

    /** @return the fields of the next line that is not empty; nothing at the end */
    public Optional<List<String>> next() throws IOException {
        List<String> fields = new ArrayList<>();
        int last;
        do {
            fields.clear();
            first = line;
            length = 0;
            last = record(fields);
        } while (last != END && isBlank(fields));
        return isBlank(fields) ? Optional.empty() : Optional.of(fields);
    }

    /** The line on which the last record began, from 1 on. */
    long line() {
        return first;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** @return the character that ended it */
    private int record(List<String> fields) throws IOException {
        int last;
        do {
            field.setLength(0);
            int start = read();
            last = start == '"' ? quoted() : plain(start);
            fields.add(field.toString());
        } while (last == ',');
        return last;
    }

    private int plain(int start) throws IOException {
        int next = start;
        while (!isEnd(next)) {
            if (next == '"') {
                throw fault("a quote inside of '%s', which does not begin with one".formatted(field));
            }
            field.append((char) next);
            next = read();
        }
        return next;
    }

    private int quoted() throws IOException {
        while (true) {
            int next = read();
            if (next == END) {
                throw fault("a quote that is opened and never closed");
            }
            if (next == '"') {
                next = read();
                if (isEnd(next)) {
                    return next;
                }
                if (next != '"') {
                    throw fault("'%s' goes on after its closing quote".formatted(field));
                }
            }
            field.append((char) next);
        }
    }

    private int read() throws IOException {
        int next = raw();
        if (next == '\r') {
            // Of Windows' line breaks only the second half is one.
            next = raw();
        }
        if (next == '\n') {
            line++;
        }
        if (++length > LONGEST) {
            throw fault(
                    String.format(Locale.ROOT, "more than %d characters, as if a quote were never closed", LONGEST));
        }
        return next;
    }

    private int raw() throws IOException {
        if (at == filled) {
            at = 0;
            filled = in.read(buffer);
        }
        return filled < 0 ? END : buffer[at++];
    }

    private InvalidLog fault(String what) {
        return new InvalidLog(file, first, what);
    }

    private static boolean isEnd(int next) {
        return next == ',' || next == '\n' || next == END;
    }

    private static boolean isBlank(List<String> fields) {
        return fields.size() == 1 && fields.get(0).isEmpty();
    }
}
