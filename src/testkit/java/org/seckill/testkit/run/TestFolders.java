package org.seckill.testkit.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Folders below target/ that are kept after a test, so that a failure can be examined. */
public final class TestFolders {
    /** The folder of this JVM; several JVMs may run tests at the same time. */
    public static final Path ENGINES = Path.of("target", "engines", System.getProperty("seckill.test.jvm", "jvm"))
            .toAbsolutePath();

    /** The binaries of the engines. Only one process at a time may unpack them. */
    public static final Path BINARIES = ENGINES.resolve("binaries");

    private TestFolders() {}

    /** Creates an empty folder; deletes what an earlier run left there. */
    public static Path anew(String first, String... more) {
        Path folder = Path.of("target").resolve(Path.of(first, more)).toAbsolutePath();
        try {
            FileSystemUtils.deleteRecursively(folder);
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
