package org.seckill.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the command line asks for.
 *
 * @param seconds about how long the measured part of a round takes
 * @param only names of cases, or the beginnings of names; all when it is empty
 * @param isShort looks at correctness only
 */
record Options(boolean isShort, int rounds, int seconds, List<String> only, Path out) {
    private static final String USAGE = "bench/run [--short] [--rounds N] [--seconds S] [--only CASE,CASE] [--out DIR]";

    static Options parse(String... words) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.length; i++) {
            boolean isFlag = words[i].equals("--short");
            if (!isFlag && i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " of what? " + USAGE);
            }
            given.put(words[i], isFlag ? "" : words[++i]);
        }
        boolean isShort = given.remove("--short") != null;
        Options options = new Options(
                isShort,
                Integer.parseInt(take(given, "--rounds", isShort ? "1" : "3")),
                Integer.parseInt(take(given, "--seconds", isShort ? "1" : "5")),
                List.of(take(given, "--only", "").split(",")),
                Path.of(take(given, "--out", isShort ? "target/bench/report" : "bench/report")));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + given.keySet() + ". " + USAGE);
        }
        return options;
    }

    Predicate<String> wanted() {
        return name -> only.stream().anyMatch(name::startsWith);
    }

    /** @throws IllegalArgumentException when a name that is asked for selects none of these */
    void requireSome(List<String> names) {
        boolean isForSale = names.stream().anyMatch(name -> name.startsWith("purchase-") && wanted().test(name));
        for (String one : only) {
            boolean isSteady = isForSale && "steady".startsWith(one);
            if (!isSteady && names.stream().noneMatch(name -> name.startsWith(one))) {
                throw new IllegalArgumentException("no case is named %s; there are %s, and steady beside purchases"
                        .formatted(one, String.join(", ", names)));
            }
        }
    }

    private static String take(Map<String, String> given, String name, String fallback) {
        String value = given.remove(name);
        return value == null ? fallback : value;
    }
}
