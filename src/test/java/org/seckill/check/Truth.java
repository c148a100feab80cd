package org.seckill.check;

import java.util.List;
import java.util.Optional;

/** Reads what the engines of a trial hold, past all code under test. */
public interface Truth {
    Holdings holdings(long sale);

    /** Nothing where orders do not go through Redis. */
    Optional<Shelf> shelf(long sale);

    /** What a node still misses, in words; nothing when each can do all its work. */
    List<String> missing();
}
