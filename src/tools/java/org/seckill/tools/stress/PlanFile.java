package org.seckill.tools.stress;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** What JMeter is told, as a file of properties. It is there when the shop is ready. */
record PlanFile(Path folder) {
    static final String SHOP_LOG = "shop.log";

    /**
     * Empties the folder, which is made when there is none.
     *
     * @throws IllegalArgumentException when it holds something, and not what an earlier run of a plan left
     */
    static PlanFile anew(Path folder) throws IOException {
        PlanFile plan = new PlanFile(folder);
        boolean isOurs = plan.exists() || Files.exists(folder.resolve(SHOP_LOG));
        if (Files.exists(folder) && !isOurs && !isEmpty(folder)) {
            throw new IllegalArgumentException(
                    "stress.out: %s holds something that no stress plan left there".formatted(folder));
        }
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        return plan;
    }

    boolean exists() {
        return Files.exists(path());
    }

    void write(Map<String, String> values) throws IOException {
        store(values, path());
    }

    Properties read() throws IOException {
        return load(path());
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> held = Files.list(folder)) {
            return held.findAny().isEmpty();
        }
    }

    private Path path() {
        return folder.resolve("plan.properties");
    }

    /** Whoever waits for the file never finds half of it. */
    static void store(Map<String, String> values, Path file) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (Writer out = Files.newBufferedWriter(partial)) {
            properties.store(out, null);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
