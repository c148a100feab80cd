package org.seckill.config;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.mysql.cj.conf.ConnectionUrl;
import com.mysql.cj.exceptions.CJException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.seckill.log.Mask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads settings and collects all faults, so that an operator can fix them in one go. Not thread-safe. */
final class SettingSource {
    private static final Logger log = LoggerFactory.getLogger(SettingSource.class);

    private static final String PERCENT =
            "; in a user or a password, write @ : / ? # & % and spaces percent-encoded (%40 for @)";

    private final Function<String, @Nullable String> lookup;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();

    SettingSource(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /**
     * Reads a text setting.
     *
     * @param fallback the value if it is not set; null for a required setting
     * @param allowed a description of the allowed values, for the fault message
     * @param check throws IllegalArgumentException if the value is not allowed
     */
    String text(String name, @Nullable String fallback, String allowed, UnaryOperator<String> check) {
        String value = value(name, fallback);
        if (value == null) {
            faults.add(name + " is not set: needed is " + allowed);
            return "";
        }
        try {
            return check.apply(value);
        } catch (IllegalArgumentException e) {
            String advice = value.contains("@") ? PERCENT : "";
            faults.add("%s is '%s': allowed is %s%s".formatted(name, Mask.address(value), allowed, advice));
            return value;
        }
    }

    /** As {@link #text}, but the fault message contains only the length of the value. */
    String secret(String name, int shortest) {
        return secret(name, value(name, null), shortest);
    }

    /** @return empty if it is not set */
    Optional<String> optionalSecret(String name, int shortest) {
        return Optional.ofNullable(value(name, null)).map(value -> secret(name, value, shortest));
    }

    private String secret(String name, @Nullable String value, int shortest) {
        if (value == null || value.length() < shortest) {
            String given = value == null ? "not set" : "of " + value.length() + " characters";
            faults.add(String.format(
                    Locale.ROOT,
                    "%s is %s: needed are at least %d characters, such as `openssl rand -hex 32` gives",
                    name,
                    given,
                    shortest));
            return "";
        }
        return value;
    }

    int number(String name, int fallback, int least, int most) {
        String allowed = String.format(Locale.ROOT, "a whole number from %d to %d", least, most);
        String value = text(name, Integer.toString(fallback), allowed, text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(text);
            }
            return text;
        });
        return faults.isEmpty() ? Integer.parseInt(value) : fallback;
    }

    /** Reads a whole number of milliseconds; {@code name} ends in {@code _MS}. */
    Duration millis(String name, Duration fallback, Duration least, Duration most) {
        return Duration.ofMillis(
                number(name, (int) fallback.toMillis(), (int) least.toMillis(), (int) most.toMillis()));
    }

    /** Reads a region that libphonenumber supports. */
    String region(String name, String fallback) {
        return text(name, fallback, "a region such as CN or US", code -> {
            if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(code)) {
                throw new IllegalArgumentException(code);
            }
            return code;
        });
    }

    /**
     * Fails if there are faults, else logs a warning for each unknown name, with the known name nearest to it. Call it
     * after all settings were read.
     *
     * @param given all names that begin with {@code SECKILL_}, ignoring case
     * @param elsewhere names that other parts of the program read
     * @throws InvalidSetting naming every fault found so far, and the unknown names
     */
    void check(Collection<String> given, Set<String> elsewhere) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(elsewhere);
        List<String> misspelt = given.stream()
                .filter(name -> !all.contains(name))
                .sorted()
                .map(name -> "%s is set, and is no setting: the nearest one is %s".formatted(name, nearest(name, all)))
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidSetting(
                    Stream.concat(faults.stream(), misspelt.stream()).collect(Collectors.joining("; ")));
        }
        misspelt.forEach(log::warn);
    }

    /**
     * Checks the URL with the driver's own parser. A malformed URL is thus reported here, and not later by the driver
     * with a message that quotes the URL and its password.
     *
     * @throws IllegalArgumentException if it is malformed or names no schema
     */
    static String jdbcUrl(String url) {
        try {
            String schema = url.startsWith("jdbc:mysql://")
                    ? ConnectionUrl.getConnectionUrlInstance(url, new Properties())
                            .getMainHost()
                            .getDatabase()
                    : null;
            if (schema == null || schema.isBlank()) {
                throw new IllegalArgumentException(url);
            }
            return url;
        } catch (CJException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String nearest(String name, Set<String> all) {
        return Collections.min(all, Comparator.comparingInt(known -> distance(name.toUpperCase(Locale.ROOT), known)));
    }

    /** The Levenshtein distance: the number of characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private @Nullable String value(String name, @Nullable String fallback) {
        known.add(name);
        String value = lookup.apply(name);
        return value == null || value.isBlank() ? fallback : value.strip();
    }
}
