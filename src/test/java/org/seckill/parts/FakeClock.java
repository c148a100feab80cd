package org.seckill.parts;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one process and of nothing else, which can be set while it runs: by libfaketime, which stands between
 * the process and the C library. What measures how long something takes goes on as it did, as it does where a machine's
 * clock is set. Safe for use by any number of threads.
 */
public final class FakeClock {
    /** Debian's, for whichever processor. */
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;

    /** @param folder receives the file that says how far the clock is off */
    public FakeClock(Path folder) {
        try {
            file = Files.createDirectories(folder).resolve("clock");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(Duration.ZERO);
    }

    /** With which a process has this clock. */
    Map<String, String> environment() {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "no libfaketime; on Debian: apt-get install faketime");
        return Map.of(
                "LD_PRELOAD", library.orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                // Read once a second.
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Else waits with a time limit end at once, with the C library of today.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }

    /**
     * The process has it within a second.
     *
     * @param ahead of this machine's clock; negative when it is to be behind
     */
    public void set(Duration ahead) {
        String offset = String.format(Locale.ROOT, "%+.3f\n", ahead.toMillis() / 1000.0);
        try {
            // Whoever reads it reads a whole one.
            Path next = Files.writeString(file.resolveSibling("clock.next"), offset);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes what libfaketime leaves behind of a process that has ended. */
    static void forget(long pid) {
        for (String name : List.of("faketime_shm_", "sem.faketime_sem_")) {
            try {
                Files.deleteIfExists(SHARED_MEMORY.resolve(name + pid));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Optional<Path> library() {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(LIBRARIES, FakeClock::hasLibrary)) {
            for (Path folder : found) {
                return Optional.of(folder.resolve(LIBRARY));
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasLibrary(Path folder) {
        return Files.exists(folder.resolve(LIBRARY));
    }
}
