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

/** The output of an engine since its latest start. */
record EngineLog(Path path) {

    /** The last line about an error; without such a line, the last line. */
    String tellingLine() {
        List<String> lines = lines();
        return last(lines, EngineLog::isError)
                .or(() -> last(lines, line -> true))
                .orElse("it said nothing");
    }

    /** Whether the engine failed because another process had taken its port after it was found free. */
    boolean saysPortTaken() {
        return lines().stream()
                // The second text is that of the C library in a static binary.
                .anyMatch(line -> line.contains("Address already in use") || line.contains("Address in use"));
    }

    private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
        return lines.stream().filter(wanted).reduce((earlier, later) -> later);
    }

    /** "[ERROR] Aborting", the last line of every failure of MariaDB, does not tell the cause. */
    private static boolean isError(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return (lower.contains("error") || lower.contains("fatal")) && !lower.endsWith("aborting");
    }

    private List<String> lines() {
        try {
            // Engines write file names in the encoding of the file system: ISO 8859-1 decodes any bytes.
            return Files.readAllLines(path, StandardCharsets.ISO_8859_1).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
