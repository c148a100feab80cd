package org.seckill.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What an engine said in its latest run. */
record EngineLog(Path path) {

    /** The last line that speaks of an error; without one the last line. */
    String tellingLine() {
        List<String> lines = lines();
        return last(lines, EngineLog::speaksOfAnError)
                .or(() -> last(lines, line -> true))
                .orElse("it said nothing");
    }

    /** Somebody took the port between the moment it was seen free and the moment the engine asked for it. */
    boolean saysPortTaken() {
        return lines().stream()
                // The second is how the C library of a static binary says it.
                .anyMatch(line -> line.contains("Address already in use") || line.contains("Address in use"));
    }

    private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
        return lines.stream().filter(wanted).reduce((earlier, later) -> later);
    }

    /** MariaDB ends every failure with a bare "[ERROR] Aborting". */
    private static boolean speaksOfAnError(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return (lower.contains("error") || lower.contains("fatal")) && !lower.endsWith("aborting");
    }

    private List<String> lines() {
        try {
            // Engines name files in whatever bytes the file system has: ISO 8859-1 reads any.
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
