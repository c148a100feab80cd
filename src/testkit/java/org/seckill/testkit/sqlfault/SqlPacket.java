package org.seckill.testkit.sqlfault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** One packet of the MySQL protocol (MySQL Internals: "MySQL Packets"), with its header of four bytes. */
final class SqlPacket {
    static final int HEADER = 4;

    private static final int QUERY = 0x03;
    private static final int OK = 0x00;
    private static final int END = 0xfe;
    private static final int ERROR = 0xff;
    private static final int END_BEFORE_DEPRECATION = 5;
    private static final int MORE_RESULTS = 0x08;
    private static final Pattern TICKET = Pattern.compile("\\bticket\\b");

    private final byte[] bytes;

    private SqlPacket(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @return empty at the end of the stream, also in the middle of a packet */
    static Optional<SqlPacket> read(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            return Optional.empty();
        }
        int payload = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        byte[] all = Arrays.copyOf(header, HEADER + payload);
        return in.readNBytes(all, HEADER, payload) < payload ? Optional.empty() : Optional.of(new SqlPacket(all));
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    /** Whether the packet begins a command, and does not continue the login. */
    boolean isCommand() {
        return bytes[3] == 0;
    }

    boolean calls(String procedure) {
        return first() == QUERY && text().contains(procedure);
    }

    /** The number of orders of a call. */
    int orders() {
        return (int) TICKET.matcher(text()).results().count();
    }

    /** The index of the first byte of the orders of a call. */
    int ordersAt() {
        return text().indexOf("[");
    }

    boolean isOk() {
        return first() == OK;
    }

    boolean isError() {
        return first() == ERROR;
    }

    /** Whether the packet ends the rows of a result. */
    boolean isEnd() {
        return first() == END;
    }

    /** Whether the packet stands between columns and rows; it does not if both sides support DEPRECATE_EOF. */
    boolean endsColumns() {
        return first() == END && length() == HEADER + END_BEFORE_DEPRECATION;
    }

    /** Whether another result follows. For packets that are OK or end rows, with fewer than 251 changed rows. */
    boolean hasMoreResults() {
        return (bytes[HEADER + 3] & MORE_RESULTS) != 0;
    }

    /** The number of columns. For packets that begin a result. */
    int columns() {
        return first();
    }

    /** The connection id of the session. For greetings. */
    int session() {
        int at = HEADER + 1;
        while (bytes[at] != 0) {
            at++;
        }
        return (bytes[at + 1] & 0xff)
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff) << 16
                | (bytes[at + 4] & 0xff) << 24;
    }

    private int first() {
        return length() == HEADER ? -1 : bytes[HEADER] & 0xff;
    }

    private String text() {
        return new String(bytes, ISO_8859_1);
    }
}
