package org.seckill.tools.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.tools.measure.CpuUse;

/** What the kernel says of a process (proc(5)). */
public record LinuxProcess(long pid) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");

    private interface Look {
        String at(Path entry) throws IOException;
    }

    public double residentMegabytes() {
        return status(RESIDENT) / 1024.0;
    }

    /** The name of each thread, of which the kernel keeps 15 characters. */
    public List<String> threads() {
        return each("task", thread -> Files.readString(thread.resolve("comm")).strip());
    }

    /** The target of each open descriptor: a path, or the kind and number of a socket, a pipe or another object. */
    public List<String> files() {
        return each("fd", descriptor -> Files.readSymbolicLink(descriptor).toString());
    }

    /** Processor time since its start. */
    public long cpuMicros() {
        return CpuUse.of(pid);
    }

    private List<String> each(String folder, Look look) {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder().resolve(folder))) {
            for (Path entry : entries) {
                look(entry, look).ifPresent(found::add);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> look(Path entry, Look look) {
        try {
            return Optional.of(look.at(entry));
        } catch (IOException e) {
            // The process closed it after the folder was listed.
            return Optional.empty();
        }
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
