package org.seckill.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * A node replaces a procedure of an older version and keeps one of a newer. If a changed procedure had its old version, the
 * start of an older node would take the change back.
 */
class ProcedureVersionTest {
    private static final Pattern VERSION = Pattern.compile("COMMENT 'version ([0-9]+)'");

    /** By procedure: its version, and the checksum of its statements in that version. Both change together. */
    private static final Map<String, String> RELEASED = Map.of(
            "R__execute_seckill.sql", "version 2, checksum fe4f3404",
            "R__restock_seckill.sql", "version 2, checksum 60094f7");

    @Test
    void aChangedProcedureHasAnotherVersion() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> scripts = Files.list(Path.of("sql/procedure"))) {
            for (Path script : scripts.toList()) {
                found.put(script.getFileName().toString(), versionAndChecksum(Files.readString(script)));
            }
        }
        assertThat(found)
                .as("raise the version in the COMMENT of what differs, and note both here")
                .isEqualTo(RELEASED);
    }

    private static String versionAndChecksum(String script) {
        Matcher version = VERSION.matcher(script);
        assertThat(version.find()).as(script).isTrue();
        String statements = script.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("--"))
                .collect(Collectors.joining("\n"));
        CRC32 checksum = new CRC32();
        checksum.update(statements.getBytes(StandardCharsets.UTF_8));
        return "version " + version.group(1) + ", checksum " + Long.toHexString(checksum.getValue());
    }
}
