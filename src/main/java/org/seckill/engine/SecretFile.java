package org.seckill.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.seckill.server.StartupFailure;

/** A secret of 256 random bits as 64 hex digits, generated once and kept in a file that only its owner can read. */
public record SecretFile(Path file) {
    private static final int BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    /**
     * Returns the secret; generates it if the file does not exist.
     *
     * @throws StartupFailure if the file cannot be created or read, or does not hold a secret
     */
    public String value() {
        try {
            if (!Files.exists(file)) {
                make();
            }
            String value = Files.readString(file).strip();
            if (!SHAPE.matcher(value).matches()) {
                throw new StartupFailure(file + " does not hold 64 hex digits: delete it, and a new one is made");
            }
            return value;
        } catch (IOException e) {
            throw new StartupFailure("%s cannot be read or made (%s)".formatted(file, e), e);
        }
    }

    private void make() throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        PrivateFiles.replace(partial, HexFormat.of().formatHex(bytes) + "\n");
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
