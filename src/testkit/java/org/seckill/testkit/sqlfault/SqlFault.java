package org.seckill.testkit.sqlfault;

import java.util.Arrays;
import java.util.List;

/** A kind of fault at a point of the protocol. */
record SqlFault(SqlFaultPoint place, SqlFaultKind kind) {
    /** All possible combinations. */
    static final List<SqlFault> ALL = Arrays.stream(SqlFaultPoint.values())
            .flatMap(place ->
                    Arrays.stream(SqlFaultKind.values()).filter(place::allows).map(kind -> new SqlFault(place, kind)))
            .toList();

    @Override
    public String toString() {
        return kind + " in " + place;
    }
}
