package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An HTTP/1.1 response. */
public record RawResponse(int status, String head, String body) {
    private static final Pattern LENGTH = Pattern.compile("\ncontent-length: *([0-9]+)");
    private static final Pattern STATE = Pattern.compile("\"state\":(-?[0-9]+)");
    private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");

    static RawResponse read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder(400);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            text.append(line).append('\n');
        }
        String head = text.toString();
        return new RawResponse(Integer.parseInt(head.substring(9, 12)), head, new String(body(head, in), ISO_8859_1));
    }

    public boolean isConfirmed() {
        return status == 200 && body.contains("\"state\":1,");
    }

    /** The state code; empty if there is none. */
    public String state() {
        return first(STATE);
    }

    /** The ticket of the purchase or of the waiting order; empty if there is none. */
    public String ticket() {
        return first(TICKET);
    }

    public boolean isLast() {
        return head.toLowerCase(Locale.ROOT).contains("\nconnection: close");
    }

    private String first(Pattern what) {
        Matcher found = what.matcher(body);
        return found.find() ? found.group(1) : "";
    }

    private static byte[] body(String head, InputStream in) throws IOException {
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        return length.find() ? exactly(Integer.parseInt(length.group(1)), in) : chunks(in);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            size = Integer.parseInt(line(in), 16);
            body.write(exactly(size, in));
            line(in);
        } while (size > 0);
        return body.toByteArray();
    }

    private static byte[] exactly(int length, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(String.format(
                    Locale.ROOT, "the node closed the connection after %d of %d bytes", bytes.length, length));
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the node closed the connection after: " + line);
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }
}
