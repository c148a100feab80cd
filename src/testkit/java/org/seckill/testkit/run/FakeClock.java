package org.seckill.testkit.run;

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
 * The wall clock of one process. It can be set while the process runs, through libfaketime. The monotonic clock is not
 * changed, as when the clock of a machine is set. Thread-safe.
 */
public final class FakeClock {
    /** The folder of Debian's libraries, which has a subfolder for each processor. */
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final Path file;

    /** @param folder receives the file with the offset of the clock */
    public FakeClock(Path folder) {
        try {
            file = Files.createDirectories(folder).resolve("clock");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(Duration.ZERO);
    }

    /** The environment that gives a process this clock. */
    public Map<String, String> environment() {
        Optional<Path> library = library();
        assumeTrue(library.isPresent(), "no libfaketime; on Debian: apt-get install faketime");
        return Map.of(
                "LD_PRELOAD", library.orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                // Seconds between two reads of the file.
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // 1 would end waits with a timeout at once, with a current C library.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }

    /**
     * Sets the clock. The process sees the change within a second.
     *
     * @param ahead the offset from this machine's clock; negative if the process is to be behind
     */
    public void set(Duration ahead) {
        String offset = String.format(Locale.ROOT, "%+.3f\n", ahead.toMillis() / 1000.0);
        try {
            // Atomic, so that the process never reads a part of the file.
            Path next = Files.writeString(file.resolveSibling("clock.next"), offset);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes the shared memory that libfaketime leaves behind after a process has ended. */
    public static void forget(long pid) {
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
