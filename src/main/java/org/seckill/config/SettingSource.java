package org.seckill.config;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads settings and collects every fault, so that an operator mends them all at once. */
final class SettingSource {
    private final Function<String, @Nullable String> lookup;
    private final List<String> faults = new ArrayList<>();

    SettingSource(Function<String, @Nullable String> lookup) {
        this.lookup = lookup;
    }

    /** @param allowed in words, for the fault; {@code check} throws IllegalArgumentException for what is not */
    String text(String name, @Nullable String fallback, String allowed, UnaryOperator<String> check) {
        String value = value(name, fallback);
        if (value == null) {
            faults.add(name + " is not set: needed is " + allowed);
            return "";
        }
        try {
            return check.apply(value);
        } catch (IllegalArgumentException e) {
            faults.add("%s is '%s': allowed is %s".formatted(name, withoutPassword(value), allowed));
            return value;
        }
    }

    /** As {@link #text}, but the fault tells only how long the value is. */
    String secret(String name, int shortest) {
        String value = value(name, null);
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

    /** A setting whose name ends in its unit, {@code _MS}. */
    Duration millis(String name, Duration fallback, Duration least, Duration most) {
        return Duration.ofMillis(
                number(name, (int) fallback.toMillis(), (int) least.toMillis(), (int) most.toMillis()));
    }

    /** A region whose numbers libphonenumber knows. */
    String region(String name, String fallback) {
        return text(name, fallback, "a region such as CN or US", code -> {
            if (!PhoneNumberUtil.getInstance().getSupportedRegions().contains(code)) {
                throw new IllegalArgumentException(code);
            }
            return code;
        });
    }

    /** @throws SettingFault naming every fault found so far */
    void check() {
        if (!faults.isEmpty()) {
            throw new SettingFault(String.join("; ", faults));
        }
    }

    private static String withoutPassword(String value) {
        return value.replaceAll("//[^@/]*@", "//***@").replaceAll("(?i)(password=)[^&;]*", "$1***");
    }

    private @Nullable String value(String name, @Nullable String fallback) {
        String value = lookup.apply(name);
        return value == null || value.isBlank() ? fallback : value.strip();
    }
}
