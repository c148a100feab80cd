package org.seckill.testkit.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of a command: options, each with a value, flags, and other words. A {@code take} method removes what it
 * returns; {@link #requireNothingElse} refuses the rest. Each error message contains the usage.
 */
public final class CommandLine {
    private static final String OPTION = "--";

    private final String usage;
    private final Map<String, List<String>> options = new HashMap<>();
    private final List<String> others = new ArrayList<>();

    private CommandLine(String usage) {
        this.usage = usage;
    }

    /**
     * @param flags the options that have no value
     * @throws IllegalArgumentException if an option has no value
     */
    public static CommandLine parse(String usage, Set<String> flags, String... words) {
        CommandLine line = new CommandLine(usage);
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            if (!word.startsWith(OPTION)) {
                line.others.add(word);
            } else if (flags.contains(word)) {
                line.add(word, "");
            } else if (i + 1 < words.length && !words[i + 1].startsWith(OPTION)) {
                line.add(word, words[++i]);
            } else {
                throw line.fault(word + " of what?");
            }
        }
        return line;
    }

    public boolean takeFlag(String name) {
        return options.remove(name) != null;
    }

    public String take(String name, String fallback) {
        List<String> values = takeAll(name);
        if (values.size() > 1) {
            throw fault(name + " is given twice");
        }
        return values.isEmpty() ? fallback : values.get(0);
    }

    /** @throws IllegalArgumentException if the option is missing */
    public String require(String name) {
        if (!options.containsKey(name)) {
            throw fault(name + " is missing");
        }
        return take(name, "");
    }

    /** @return the values of an option that may be repeated; empty if it is missing */
    public List<String> takeAll(String name) {
        List<String> values = options.remove(name);
        return values == null ? List.of() : values;
    }

    public int takeNumber(String name, int fallback) {
        String value = take(name, Integer.toString(fallback));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw fault("%s is '%s', and no number".formatted(name, value));
        }
    }

    /** The words that belong to no option, such as file names. */
    public List<String> takeOthers() {
        List<String> taken = List.copyOf(others);
        others.clear();
        return taken;
    }

    /** @throws IllegalArgumentException if arguments are left; its message names them */
    public void requireNothingElse() {
        List<String> unknown = new ArrayList<>(options.keySet());
        unknown.addAll(others);
        if (!unknown.isEmpty()) {
            throw fault("unknown: " + String.join(" ", unknown));
        }
    }

    /** Returns an exception with the usage in its message, for the caller to throw. */
    public IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("%s (%s)".formatted(what, usage));
    }

    private void add(String name, String value) {
        options.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
    }
}
