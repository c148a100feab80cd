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

    /** @return nothing at the end of the stream, also where that comes in the middle of a packet */
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

    /** Whether the client begins something with it, and does not go on with its login. */
    boolean isCommand() {
        return bytes[3] == 0;
    }

    boolean calls(String procedure) {
        return first() == QUERY && text().contains(procedure);
    }

    /** @return how many orders a call has */
    int orders() {
        return (int) TICKET.matcher(text()).results().count();
    }

    /** @return where the orders of a call begin */
    int ordersAt() {
        return text().indexOf("[");
    }

    boolean isOk() {
        return first() == OK;
    }

    boolean isError() {
        return first() == ERROR;
    }

    /** Whether it ends the rows of a result. */
    boolean isEnd() {
        return first() == END;
    }

    /** Whether it stands between columns and rows, as it does unless both sides know better. */
    boolean endsColumns() {
        return first() == END && length() == HEADER + END_BEFORE_DEPRECATION;
    }

    /** Of one that is OK or ends rows, with less than 251 rows changed: whether another result follows. */
    boolean hasMoreResults() {
        return (bytes[HEADER + 3] & MORE_RESULTS) != 0;
    }

    /** Of one that begins a result: how many columns it has. */
    int columns() {
        return first();
    }

    /** Of a greeting: the session's number in the server's list of processes. */
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
