package org.seckill.campaign;

import java.util.Arrays;
import java.util.List;

/** What can go wrong where. */
record Fault(Place place, Kind kind) {
    /** All that make sense. */
    static final List<Fault> ALL = Arrays.stream(Place.values())
            .flatMap(place -> Arrays.stream(Kind.values())
                    .filter(kind -> kind.befalls(place))
                    .map(kind -> new Fault(place, kind)))
            .toList();

    Fault {
        if (!kind.befalls(place)) {
            throw new IllegalArgumentException(kind + " at " + place);
        }
    }
}
