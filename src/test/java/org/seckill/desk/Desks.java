package org.seckill.desk;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testing.Mappers;

/** Desks as tests open them. */
public final class Desks {
    private Desks() {}

    public static ProcedureDesk open(
            Mappers mappers, SoldOutBoard board, Duration patience, LaneLimits limits, MeterRegistry meters) {
        return open(mappers.get(DeskMapper.class), board, patience, limits, meters);
    }

    static ProcedureDesk open(DeskMapper procedure, SoldOutBoard board, Duration patience, LaneLimits limits) {
        return open(procedure, board, patience, limits, new SimpleMeterRegistry());
    }

    static ProcedureDesk open(
            DeskMapper procedure, SoldOutBoard board, Duration patience, LaneLimits limits, MeterRegistry meters) {
        return open(procedure, board, patience, limits, new Pulse(), meters);
    }

    /** Whose pulse never falls: with one call under way, a single slow one would make it. */
    static ProcedureDesk patient(DeskMapper procedure, Duration patience, LaneLimits limits, MeterRegistry meters) {
        return open(procedure, new SoldOutBoard(), patience, limits, new Pulse("always", () -> 0), meters);
    }

    /** @param pulse shared with whoever else asks the database */
    static ProcedureDesk open(
            DeskMapper procedure,
            SoldOutBoard board,
            Duration patience,
            LaneLimits limits,
            Pulse pulse,
            MeterRegistry meters) {
        return new ProcedureDesk(procedure, new OrdersJson(), board, new Patience(patience), limits, pulse, meters);
    }
}
