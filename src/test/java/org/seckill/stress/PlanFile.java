package org.seckill.stress;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/** What JMeter is told, as a file of properties. It is there when the shop is ready. */
record PlanFile(Path folder) {
    boolean exists() {
        return Files.exists(path());
    }

    void write(Map<String, String> values) throws IOException {
        store(values, folder.resolve("plan.properties"));
    }

    Properties read() throws IOException {
        return load(path());
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
