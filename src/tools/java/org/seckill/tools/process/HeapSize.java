package org.seckill.tools.process;

import java.util.regex.Pattern;
import org.seckill.testkit.run.Jcmd;

/** What a full collection, made for this, left in a JVM; in megabytes. */
public record HeapSize(double live, double metaspace) {
    private static final Pattern GENERATION = Pattern.compile("total [0-9]+K, used ([0-9]+)K");
    private static final Pattern METASPACE = Pattern.compile("Both: +([0-9.]+) KB used");

    public static HeapSize after(long pid) {
        // All in one call: nothing is allocated between them but by those who are being served.
        String info = Jcmd.ask(pid, "GC.run\nGC.heap_info\nVM.metaspace basic scale=K");
        return new HeapSize(megabytes(info, GENERATION), megabytes(info, METASPACE));
    }

    private static double megabytes(String info, Pattern what) {
        double kilobytes = what.matcher(info)
                .results()
                .mapToDouble(line -> Double.parseDouble(line.group(1)))
                .sum();
        if (kilobytes == 0) {
            throw new IllegalArgumentException("no " + what + " in: " + info);
        }
        return kilobytes / 1024;
    }
}
