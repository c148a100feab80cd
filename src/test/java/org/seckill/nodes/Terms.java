package org.seckill.nodes;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a trial is to be.
 *
 * @param stock of each sale
 * @param buyers of each sale; more than the stock
 * @param seed of everything that is left to chance but the machine
 */
record Terms(Desk desk, int sales, int stock, int buyers, boolean hasFaults, long seed) {
    private static final String USAGE =
            "bench/nodes [--desk procedure|queue] [--sales N] [--stock N] [--buyers N] [--no-faults] [--seed N]";

    /** From the beginning until the first sale opens, in which buyers log in. */
    private static final Duration BEFORE = Duration.ofSeconds(4);

    private static final Duration APART = Duration.ofSeconds(8);

    Terms {
        if (sales < 1 || stock < 1 || buyers <= stock) {
            throw new IllegalArgumentException("at least one sale, one unit, and more buyers than units. " + USAGE);
        }
    }

    static Terms parse(String... words) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < words.length; i++) {
            boolean isFlag = words[i].equals("--no-faults");
            if (!isFlag && i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " of what? " + USAGE);
            }
            given.put(words[i], isFlag ? "" : words[++i]);
        }
        boolean hasFaults = given.remove("--no-faults") == null;
        Desk desk = Desk.named(take(given, "--desk", Desk.PROCEDURE.setting()));
        int sales = number(given, "--sales", 6);
        int stock = number(given, "--stock", 1000);
        int buyers = number(given, "--buyers", stock * 7 / 4);
        long seed = number(given, "--seed", 1);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + given.keySet() + ". " + USAGE);
        }
        return new Terms(desk, sales, stock, buyers, hasFaults, seed);
    }

    /** When the sales open, since the beginning of the trial. */
    List<Duration> openings() {
        return IntStream.range(0, sales)
                .mapToObj(sale -> BEFORE.plus(APART.multipliedBy(sale)))
                .toList();
    }

    private static int number(Map<String, String> given, String name, int fallback) {
        return Integer.parseInt(take(given, name, Integer.toString(fallback)));
    }

    private static String take(Map<String, String> given, String name, String fallback) {
        String value = given.remove(name);
        return value == null ? fallback : value;
    }
}
