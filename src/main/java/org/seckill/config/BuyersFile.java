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
 * Writes the buyers who have a confirmation but no purchase to a CSV file (RFC 4180) in the working folder. The file
 * holds complete phone numbers, so only its owner can read it.
 */
final class BuyersFile {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    private BuyersFile() {}

    /**
     * @param losses the lost buyers of each sale
     * @return the absolute path of the file
     * @throws StartupFailure if the file cannot be written completely
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

    // Values come from Redis and are not trusted: a spreadsheet must not evaluate one as a formula.
    private static String field(String text) {
        return PLAIN.matcher(text).matches() ? text : "\"'" + text.replace("\"", "\"\"") + '"';
    }
}
