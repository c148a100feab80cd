package org.seckill.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What broke which of the promises that are asked about; nothing when all held. */
public final class Verdicts {
    private static final int EXAMPLES = 3;

    /** Of a promise that is not asked about nobody hears. */
    private final Set<Promise> asked;

    private final Set<Promise> excused = EnumSet.noneOf(Promise.class);

    private final Map<Promise, List<String>> breaches = new EnumMap<>(Promise.class);

    /** On what a trial can show, whose buyers ask until they know: several nodes keep no order among themselves. */
    public Verdicts() {
        this(EnumSet.complementOf(EnumSet.of(Promise.FIRST_COME)));
    }

    public Verdicts(Set<Promise> asked) {
        this.asked = EnumSet.noneOf(Promise.class);
        this.asked.addAll(asked);
    }

    /** From now on not about this one, which cannot hold in this trial. */
    public Verdicts without(Promise promise) {
        asked.remove(promise);
        excused.add(promise);
        return this;
    }

    boolean excuses(Promise promise) {
        return excused.contains(promise);
    }

    /** From now on about this one, too. */
    void ask(Promise promise) {
        asked.add(promise);
    }

    boolean asks(Promise promise) {
        return asked.contains(promise);
    }

    public void breach(Promise promise, String what) {
        if (asked.contains(promise)) {
            breaches.computeIfAbsent(promise, none -> new ArrayList<>()).add(what);
        }
    }

    /** Asks about whatever the other one asks, too. */
    void add(Verdicts other) {
        asked.addAll(other.asked);
        other.breaches.forEach((promise, all) -> all.forEach(what -> breach(promise, what)));
    }

    public List<String> of(Promise promise) {
        return breaches.getOrDefault(promise, List.of());
    }

    public boolean allHeld() {
        return breaches.isEmpty();
    }

    /** The promises that were broken. */
    public List<Promise> broken() {
        return List.copyOf(breaches.keySet());
    }

    /** One line for each promise that was broken. */
    public List<String> faults() {
        return broken().stream()
                .map(promise -> String.format(
                        Locale.ROOT,
                        "broken: %s, %d times, such as: %s",
                        promise.words(),
                        of(promise).size(),
                        of(promise).get(0)))
                .toList();
    }

    /** One line for each promise that is asked about, and some examples of what broke it. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Promise promise : asked) {
            List<String> found = of(promise);
            lines.add(
                    found.isEmpty()
                            ? "held    " + promise.words()
                            : "BROKEN  " + promise.words() + ": " + found.size() + " times");
            found.stream().limit(EXAMPLES).forEach(breach -> lines.add("        " + breach));
        }
        return lines;
    }
}
