package org.seckill.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What broke which promise; nothing when all held. */
public final class Verdicts {
    private final Map<Promise, List<String>> breaches = new EnumMap<>(Promise.class);

    public void breach(Promise promise, String what) {
        of(promise).add(what);
    }

    public List<String> of(Promise promise) {
        return breaches.computeIfAbsent(promise, none -> new ArrayList<>());
    }

    public boolean allHeld() {
        return breaches.values().stream().allMatch(Collection::isEmpty);
    }

    /** The promises that were broken. */
    public List<Promise> broken() {
        return breaches.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
