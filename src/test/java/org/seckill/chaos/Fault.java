package org.seckill.chaos;

import java.util.Arrays;
import java.util.List;

/** What can befall a connection. */
record Fault(Place place, Kind kind) {
    /** All that make sense. */
    static final List<Fault> ALL = Arrays.stream(Place.values())
            .flatMap(place -> Arrays.stream(Kind.values()).filter(place::allows).map(kind -> new Fault(place, kind)))
            .toList();

    @Override
    public String toString() {
        return kind + " in " + place;
    }
}
