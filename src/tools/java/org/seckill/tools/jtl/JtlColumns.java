package org.seckill.tools.jtl;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Where the columns stand, as the first line of a log says. */
final class JtlColumns {
    static final String SENT = "timeStamp";
    static final String TOOK = "elapsed";
    static final String LABEL = "label";
    static final String CODE = "responseCode";
    static final String SALE = "sale";
    static final String PHONE = "phone";
    static final String STATE = "state";
    static final String TICKET = "ticket";

    static final List<String> NEEDED = List.of(SENT, TOOK, LABEL, CODE, SALE, PHONE, STATE, TICKET);

    private final Path file;
    private final int width;
    private final Map<String, Integer> places = new HashMap<>();

    /** @throws InvalidLog when one is missing, or stands there twice */
    JtlColumns(Path file, List<String> header) {
        this.file = file;
        this.width = header.size();
        for (int place = 0; place < width; place++) {
            String name = header.get(place);
            if (places.put(name, place) != null && NEEDED.contains(name)) {
                throw new InvalidLog(file, 1, "two columns " + name);
            }
        }
        for (String name : NEEDED) {
            if (!places.containsKey(name)) {
                throw new InvalidLog(file, 1, "no column %s; there are %s".formatted(name, String.join(", ", header)));
            }
        }
    }

    /** @throws InvalidLog when it has more or fewer fields than the header */
    void check(List<String> fields, long line) {
        if (fields.size() != width) {
            throw new InvalidLog(
                    file, line, String.format(Locale.ROOT, "%d fields for %d columns", fields.size(), width));
        }
    }

    String of(List<String> fields, String name) {
        return fields.get(Objects.requireNonNull(places.get(name), name));
    }
}
