package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.seckill.server.StartupFailure;
import org.springframework.util.FileSystemUtils;

/** A folder that is there whole or not at all: filled under another name, so that a kill half-way is not believed. */
final class AtomicFolder {

    /** Fills an empty folder. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    private AtomicFolder() {}

    /** Fills {@code folder} unless it is there. One process at a time may do so. */
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
