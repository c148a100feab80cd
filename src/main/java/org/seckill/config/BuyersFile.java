package org.seckill.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.seckill.reconcile.Reconciliation.Loss;
import org.seckill.server.StartupFailure;

/**
 * The buyers who were told that they bought and have no purchase, as CSV (RFC 4180) in the working folder. Only the file's
 * owner can read it, for it has whole phone numbers.
 */
final class BuyersFile {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private BuyersFile() {}

    /**
     * @return its absolute path
     * @throws StartupFailure when it cannot be written whole
     */
    static Path write(Map<Long, Loss> losses) {
        Path file = Path.of("buyers-without-purchase-"
                        + TIME.format(Clock.systemUTC().instant()) + ".csv")
                .toAbsolutePath();
        try {
            Files.createFile(file, ownerOnly());
            try (BufferedWriter writer = Files.newBufferedWriter(file, UTF_8)) {
                writer.write("sale,phone,ticket\r\n");
                for (Map.Entry<Long, Loss> sale : losses.entrySet()) {
                    for (Loss.Buyer buyer : sale.getValue().buyers()) {
                        writer.write(sale.getKey() + "," + field(buyer.phone()) + "," + field(buyer.ticket()) + "\r\n");
                    }
                }
            }
            return file;
        } catch (IOException e) {
            throw new StartupFailure("the buyers without a purchase cannot be written to " + file + ": " + e, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    // Anything can be written to Redis: a spreadsheet must not take it for a formula.
    private static String field(String text) {
        return PLAIN.matcher(text).matches() ? text : "\"'" + text.replace("\"", "\"\"") + '"';
    }
}
