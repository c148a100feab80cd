package org.seckill.tools.stress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.seckill.order.PurchaseMode;

/**
 * What is to be played, and where: all that begins with {@code stress.} on the command line, and the rest by default.
 *
 * @param values by name; also of what is left to the plan
 */
record StressOptions(Map<String, String> values) {
    static final String PREFIX = "stress.";

    /** What may be said, and what it is unless it is said; {@code bench/README.md} tells what each means. */
    static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("stress.plan", "stampede"),
            Map.entry("stress.desk", "procedure"),
            Map.entry("stress.out", ""),
            Map.entry("stress.host", ""),
            Map.entry("stress.port", "8080"),
            Map.entry("stress.allow", ""),
            Map.entry("stress.sale", ""),
            Map.entry("stress.sales", ""),
            Map.entry("stress.rehearsal.sale", ""),
            Map.entry("stress.customers", "30000"),
            Map.entry("stress.phone", "13800000000"),
            Map.entry("stress.threads", "300"),
            Map.entry("stress.ramp", "25"),
            Map.entry("stress.stock", "200"),
            Map.entry("stress.rehearsal", "1"),
            Map.entry("stress.again", "0.1"),
            Map.entry("stress.rate", "100000"),
            Map.entry("stress.seconds", "20"),
            Map.entry("stress.patience", "120"),
            Map.entry("stress.states.execution", "1|0|2"),
            Map.entry("stress.states.result", "1|2|-2"),
            Map.entry("stress.states.again", "0|-1"));

    /** @throws IllegalArgumentException naming what is said and what may be */
    StressOptions {
        values = Map.copyOf(values);
        values.keySet().stream()
                .filter(name -> !DEFAULTS.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "there is no %s; there are %s".formatted(name, new TreeMap<>(DEFAULTS).keySet()));
                });
    }

    static StressOptions of(Properties said) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        said.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> values.put(name, said.getProperty(name)));
        StressOptions terms = new StressOptions(values);
        terms.requireSense();
        return terms;
    }

    StressPlan plan() {
        return StressPlan.named(text("stress.plan"));
    }

    PurchaseMode desk() {
        return PurchaseMode.named(text("stress.desk"));
    }

    int customers() {
        return number("stress.customers", 1, 10_000_000);
    }

    int stock() {
        return number("stress.stock", 1, 100_000_000);
    }

    int patience() {
        return number("stress.patience", 10, 3600);
    }

    /** The shop that runs already; empty: one is started. */
    Optional<String> running() {
        return Optional.of(text("stress.host")).filter(host -> !host.isEmpty());
    }

    /** Where all goes that is made of it. */
    Path folder() {
        String out = text("stress.out");
        return Path.of(out.isEmpty() ? "target/stress/" + plan().title() + "-" + desk().setting() : out)
                .toAbsolutePath();
    }

    String text(String name) {
        return values.getOrDefault(name, "");
    }

    private int number(String name, int least, int most) {
        try {
            int number = Integer.parseInt(text(name));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT, "%s is '%s'; it has to be a number from %d to %d", name, text(name), least, most));
    }

    private void requireSense() {
        plan();
        desk();
        int customers = customers();
        stock();
        patience();
        number("stress.threads", 1, Math.min(customers, 10_000));
        running().ifPresent(host -> {
            requireAllowed(host);
            requireSale(plan() == StressPlan.MIXED_DAY ? "stress.sales" : "stress.sale");
        });
    }

    private void requireSale(String name) {
        if (text(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "a shop that runs already has its own sales: say -D%s=...".formatted(name));
        }
    }

    /** A typo in a host's name would send a crowd to a stranger. */
    private void requireAllowed(String host) {
        if (!isLoopback(host) && !host.equals(text("stress.allow"))) {
            throw new IllegalArgumentException(
                    "%s is not this machine: say -Dstress.allow=%s as well, when it is yours to load"
                            .formatted(host, host));
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("there is no host " + host, e);
        }
    }
}
