package org.seckill.tools.ledger;

import java.util.List;
import java.util.Optional;

/** Reads what the engines of a trial hold, past all code under test. */
public interface EngineState {
    RecordedPurchases holdings(long sale);

    /** Nothing where orders do not go through Redis. */
    Optional<RedisState> shelf(long sale);

    /** What a node still misses, in words; nothing when each can do all its work. */
    List<String> missing();
}
