package org.seckill.standalone;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.seckill.engine.PrivateFiles;
import org.seckill.engine.SecretFile;
import org.seckill.server.StartupFailure;

/**
 * The folder of everything that is kept between runs: the engines' data and binaries, logs and secrets. Only one
 * launcher at a time can use it. The system releases its lock when the launcher ends, also after kill -9.
 */
public final class DataFolder implements AutoCloseable {
    // The lock is past the process id in the file: Windows forbids reading locked bytes.
    private static final long LOCKED_BYTE = 1024;

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Locks the folder; creates it if it does not exist. Removes all rights of other users, which an earlier version
     * may have given.
     *
     * @throws StartupFailure if it cannot be created or written, or another launcher uses it
     */
    public static DataFolder open(Path dir) {
        Path path = dir.toAbsolutePath().normalize();
        try {
            PrivateFiles.makeFolder(path);
            DataFolder folder = new DataFolder(path, lock(path));
            PrivateFiles.restrictAll(path, folder.binaries());
            PrivateFiles.makeFolder(path.resolve("logs"));
            return folder;
        } catch (IOException e) {
            throw new StartupFailure(
                    "cannot write to the data folder %s (%s): set SECKILL_DATA to a folder of yours".formatted(path, e),
                    e);
        }
    }

    public Path path() {
        return path;
    }

    Path binaries() {
        return path.resolve("binaries");
    }

    Path log(String name) {
        return path.resolve("logs").resolve(name + ".log");
    }

    SecretFile secret(String name) {
        return new SecretFile(path.resolve(name));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StartupFailure("the lock on " + path + " is not released: " + e, e);
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                throw new StartupFailure(
                        "another Seckill runs from %s (process %s): stop it, or set SECKILL_DATA to another folder"
                                .formatted(path, Files.readString(file).strip()));
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return channel;
        } catch (IOException | StartupFailure e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            // This JVM itself holds the lock.
            return null;
        }
    }
}
