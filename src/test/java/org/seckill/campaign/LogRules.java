package org.seckill.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What must hold of a node's log, whatever goes wrong: no phone number, no secret, no flood of lines.
 *
 * @param secrets that no line may have
 */
record LogRules(List<String> secrets) {
    /** In one run, the lines of stack traces included: many times what comes of the faults of one. */
    static final int MOST_LINES = 500;

    /** As the buyers of a trial have. Within a ticket such digits may stand by chance, and in a longer number. */
    private static final Pattern PHONE = Pattern.compile("(?<![0-9A-Za-z_])138[0-9]{8}(?![0-9A-Za-z_])");

    LogRules {
        secrets = List.copyOf(secrets);
    }

    /** @return what is wrong with these lines */
    List<String> breaches(String log, List<String> lines) {
        List<String> found = new ArrayList<>();
        for (String line : lines) {
            if (PHONE.matcher(line).find()) {
                found.add(log + " has a phone number: " + line);
            }
            if (secrets.stream().anyMatch(line::contains)) {
                found.add(log + " has a secret: " + line);
            }
        }
        if (lines.size() > MOST_LINES) {
            found.add(String.format(
                    Locale.ROOT, "%s has %d lines of one run, at most %d are allowed", log, lines.size(), MOST_LINES));
        }
        return found;
    }
}
