package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.seckill.server.StartupFailure;
import org.springframework.util.FileSystemUtils;

/**
 * Creates a folder atomically: it is filled under another name and then renamed, so that a kill leaves no partial one.
 */
final class AtomicFolder {

    /** Fills an empty folder. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    private AtomicFolder() {}

    /** Creates and fills {@code folder} unless it exists. Only one process at a time may call this for a folder. */
    static void make(Path folder, Filling filling) {
        if (Files.exists(folder)) {
            return;
        }
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        try {
            FileSystemUtils.deleteRecursively(partial);
            PrivateFiles.makeFolder(partial);
            filling.fill(partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StartupFailure(
                    "%s cannot be filled (%s): check the space and the rights".formatted(folder, e), e);
        }
    }
}
