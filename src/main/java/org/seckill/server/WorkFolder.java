package org.seckill.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tomcat's work folder.
 *
 * @param isOurs whether this object created the folder; then {@link #close()} deletes it
 */
record WorkFolder(Path path, boolean isOurs) implements AutoCloseable {

    static WorkFolder temporary() {
        try {
            return new WorkFolder(Files.createTempDirectory("seckill-"), true);
        } catch (IOException e) {
            throw new StartupFailure("no temporary folder can be made (" + e + "): check java.io.tmpdir", e);
        }
    }

    static WorkFolder at(Path path) {
        boolean isOurs = !Files.exists(path);
        try {
            return new WorkFolder(Files.createDirectories(path).toAbsolutePath(), isOurs);
        } catch (IOException e) {
            throw new StartupFailure("the work folder " + path + " cannot be made (" + e + ")", e);
        }
    }

    /** An empty document root: the application serves its files itself. */
    Path documents() {
        try {
            return Files.createDirectories(path.resolve("documents"));
        } catch (IOException e) {
            throw new StartupFailure("the work folder " + path + " cannot be written (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        if (!isOurs || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
