package org.seckill.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.bench.Cpu;

/** What the kernel says of a process (proc(5)). */
record LinuxProcess(long pid) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+([0-9]+)");

    double residentMegabytes() {
        return status(RESIDENT) / 1024.0;
    }

    long threads() {
        return status(THREADS);
    }

    /** Files, sockets and whatever else has a descriptor. */
    long files() {
        long count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(folder().resolve("fd"))) {
            for (Path unused : descriptors) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time since its start. */
    long cpuMicros() {
        return Cpu.of(pid);
    }

    private long status(Pattern what) {
        try {
            Matcher found = what.matcher(Files.readString(folder().resolve("status")));
            if (!found.find()) {
                throw new AssertionError("no " + what + " of process " + pid);
            }
            return Long.parseLong(found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path folder() {
        return Path.of("/proc", Long.toString(pid));
    }
}
