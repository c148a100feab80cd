package org.seckill.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** What users other than the owner may do with files. */
public final class FileRights {
    private FileRights() {}

    /** @return of the files and folders in this folder those that another user may read, write or enter */
    public static List<String> ofOthers(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder) && !Files.isSymbolicLink(path))
                    .map(path -> rights(path) + " " + folder.relativize(path))
                    .filter(line -> !line.matches("...------ .*"))
                    // A process number is no secret.
                    .filter(line -> !line.endsWith(".pid"))
                    .toList();
        }
    }

    public static String rights(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
