package org.seckill.campaign;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What all processes of a campaign have logged since a moment. For one thread. */
final class Logs {
    private final List<Path> folders;
    private final Map<Path, Long> lengths = new HashMap<>();

    Logs(List<Path> folders) {
        this.folders = folders;
    }

    void mark() {
        lengths.clear();
        files().forEach(file -> lengths.put(file, length(file)));
    }

    /** Copies what came since the mark. */
    void keep(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files()) {
            byte[] news = news(file);
            if (news.length > 0) {
                Files.write(folder.resolve(name(file)), news);
            }
        }
    }

    /** What came since the mark into each file with such a name, below the folders' names. */
    Map<String, List<String>> since(Pattern names) throws IOException {
        Map<String, List<String>> lines = new TreeMap<>();
        for (Path file : files()) {
            if (names.matcher(name(file)).find()) {
                lines.put(
                        name(file),
                        new String(news(file), StandardCharsets.UTF_8).lines().toList());
            }
        }
        return lines;
    }

    private byte[] news(Path file) throws IOException {
        long known = lengths.getOrDefault(file, 0L);
        // A shorter one is another one, of a new start.
        long from = known > length(file) ? 0 : known;
        try (InputStream log = Files.newInputStream(file)) {
            log.skipNBytes(from);
            return log.readAllBytes();
        }
    }

    private List<Path> files() {
        return folders.stream().flatMap(Logs::below).toList();
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().matches(".*\\.log(\\.previous)?")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String name(Path file) {
        Path folder = folders.stream().filter(file::startsWith).findFirst().orElseThrow();
        return folders.indexOf(folder) + "-"
                + folder.relativize(file).toString().replace('/', '-');
    }

    private static long length(Path file) {
        return file.toFile().length();
    }
}
