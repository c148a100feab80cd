package org.seckill.testkit.sqlfault;

import java.util.Arrays;
import java.util.List;

/** What can befall a connection. */
record SqlFault(SqlFaultPoint place, SqlFaultKind kind) {
    /** All that make sense. */
    static final List<SqlFault> ALL = Arrays.stream(SqlFaultPoint.values())
            .flatMap(place ->
                    Arrays.stream(SqlFaultKind.values()).filter(place::allows).map(kind -> new SqlFault(place, kind)))
            .toList();

    @Override
    public String toString() {
        return kind + " in " + place;
    }
}
