package org.seckill.tools.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who used the cores, in microseconds of processor time.
 *
 * @param load of all children that this JVM has waited for, which are wrk's
 */
public record CpuUse(long node, long mysql, long redis, long load) {
    private static final int USER_TIME = 11;
    private static final int CHILDREN_TIME = 13;

    /** Linux counts in hundredths of a second (USER_HZ, proc(5)). */
    private static final long TICK_MICROS = 10_000;

    public static CpuUse now(long node, long mysql, long redis) {
        return new CpuUse(
                ticks(Long.toString(node), USER_TIME),
                ticks(Long.toString(mysql), USER_TIME),
                ticks(Long.toString(redis), USER_TIME),
                ticks("self", CHILDREN_TIME));
    }

    /** One process alone. */
    public static long of(long process) {
        return ticks(Long.toString(process), USER_TIME);
    }

    public CpuUse since(CpuUse before) {
        return new CpuUse(node - before.node, mysql - before.mysql, redis - before.redis, load - before.load);
    }

    private static long ticks(String process, int field) {
        try {
            String stat = Files.readString(Path.of("/proc", process, "stat"));
            // The program's name, in brackets, may have blanks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) * TICK_MICROS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
