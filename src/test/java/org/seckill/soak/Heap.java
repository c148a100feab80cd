package org.seckill.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a full collection, made for this, left in a JVM; in megabytes. */
record Heap(double live, double metaspace) {
    private static final Pattern GENERATION = Pattern.compile("total [0-9]+K, used ([0-9]+)K");
    private static final Pattern METASPACE = Pattern.compile("Metaspace +used ([0-9]+)K");

    static Heap after(long pid) {
        // Both in one call: nothing is allocated between them but by those who are being served.
        return parse(jcmd(pid, "GC.run\nGC.heap_info"));
    }

    /** @param info of the serial, parallel or G1 collector */
    static Heap parse(String info) {
        return new Heap(megabytes(info, GENERATION), megabytes(info, METASPACE));
    }

    private static double megabytes(String info, Pattern what) {
        double kilobytes = what.matcher(info)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        if (kilobytes == 0) {
            throw new IllegalArgumentException("no " + what + " in: " + info);
        }
        return kilobytes / 1024;
    }

    private static String jcmd(long pid, String commands) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            "-J-XX:TieredStopAtLevel=1",
                            "-J-XX:+UseSerialGC",
                            Long.toString(pid),
                            commands)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("jcmd: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
