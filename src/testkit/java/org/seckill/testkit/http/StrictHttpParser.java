package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.testkit.http.ParsedResponse.Field;

/** Parses the bytes of one connection as strictly as RFC 9112 demands. */
public final class StrictHttpParser {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2}) [ -~]*");
    private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\u0080-\u00ff]*)");
    private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,8}");

    /**
     * After a connection with HTTP/0.9, whose answers have no head, Tomcat answers a malformed request line with a body
     * only, until it reads a valid request line again.
     */
    private static final byte[] HEADLESS =
            "{\"success\":false,\"data\":null,\"error\":\"Bad Request\"}".getBytes(ISO_8859_1);

    private static final class NotHttp extends Exception {
        private static final long serialVersionUID = 1;

        NotHttp(String fault) {
            super(fault);
        }
    }

    private final byte[] bytes;
    private int at;

    private StrictHttpParser(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @param headFirst whether the first request was HEAD */
    public static ParsedConnection of(byte[] bytes, boolean headFirst) {
        StrictHttpParser reading = new StrictHttpParser(bytes);
        List<ParsedResponse> answers = new ArrayList<>();
        try {
            while (reading.at < bytes.length && !reading.isHeadless()) {
                answers.add(reading.answer(headFirst && answers.stream().allMatch(StrictHttpParser::isInterim)));
            }
            return new ParsedConnection(answers, "");
        } catch (NotHttp e) {
            return new ParsedConnection(answers, e.getMessage() + ", in: " + new String(bytes, ISO_8859_1));
        }
    }

    private boolean isHeadless() {
        return Arrays.equals(bytes, at, bytes.length, HEADLESS, 0, HEADLESS.length);
    }

    private ParsedResponse answer(boolean headOnly) throws NotHttp {
        Matcher status = matched(STATUS, line());
        List<Field> fields = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher field = matched(FIELD, line);
            fields.add(new Field(field.group(1), field.group(2).strip()));
        }
        ParsedResponse head = new ParsedResponse(Integer.parseInt(status.group(1)), List.copyOf(fields), "");
        boolean bodiless = headOnly || isInterim(head) || head.status() == 204 || head.status() == 304;
        return bodiless ? head : new ParsedResponse(head.status(), head.fields(), body(head));
    }

    private static boolean isInterim(ParsedResponse answer) {
        return answer.status() < 200;
    }

    private String body(ParsedResponse head) throws NotHttp {
        List<String> lengths = head.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("Content-Length"))
                .map(Field::value)
                .toList();
        boolean chunked = head.header("Transfer-Encoding").isPresent();
        if (chunked && lengths.isEmpty()) {
            return chunks();
        }
        if (lengths.size() == 1 && !chunked && lengths.get(0).matches("[0-9]{1,9}")) {
            return next(Integer.parseInt(lengths.get(0)));
        }
        if (lengths.isEmpty() && head.header("Connection").orElse("").equals("close")) {
            return next(bytes.length - at);
        }
        throw new NotHttp("the length of the body is not given: " + head);
    }

    private String chunks() throws NotHttp {
        StringBuilder body = new StringBuilder();
        int size;
        do {
            size = Integer.parseInt(matched(CHUNK, line()).group(), 16);
            body.append(next(size));
            if (!line().isEmpty()) {
                throw new NotHttp("a chunk is longer than its size");
            }
        } while (size > 0);
        return body.toString();
    }

    private String next(int length) throws NotHttp {
        if (length > bytes.length - at) {
            throw new NotHttp(String.format(Locale.ROOT, "%d of %d bytes received", bytes.length - at, length));
        }
        at += length;
        return new String(bytes, at - length, length, ISO_8859_1);
    }

    private String line() throws NotHttp {
        int end = at;
        while (end + 1 < bytes.length && !(bytes[end] == '\r' && bytes[end + 1] == '\n')) {
            end++;
        }
        if (end + 1 >= bytes.length) {
            throw new NotHttp("a line has no end: " + new String(bytes, at, bytes.length - at, ISO_8859_1));
        }
        String line = new String(bytes, at, end - at, ISO_8859_1);
        at = end + 2;
        return line;
    }

    private static Matcher matched(Pattern pattern, String line) throws NotHttp {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new NotHttp("not HTTP: " + line);
        }
        return matcher;
    }
}
