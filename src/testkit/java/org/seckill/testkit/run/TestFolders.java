package org.seckill.testkit.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Folders below target/ that outlive their test, so that a failure can be looked into. */
public final class TestFolders {
    /** Of this JVM, which may be one of several that test beside each other. */
    public static final Path ENGINES = Path.of("target", "engines", System.getProperty("seckill.test.jvm", "jvm"))
            .toAbsolutePath();

    /** The engines' programs: one process at a time may fill it. */
    public static final Path BINARIES = ENGINES.resolve("binaries");

    private TestFolders() {}

    /** Makes it, empty: what an earlier run left there goes. */
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
