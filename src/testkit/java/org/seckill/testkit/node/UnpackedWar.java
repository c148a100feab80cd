package org.seckill.testkit.node;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.run.Program;

/**
 * The application of {@code seckill.war}, unpacked, with its classes in a shared archive (AppCDS, JEP 350): it starts with 60%
 * of the CPU time of {@code java -jar}. Made once for each WAR and Java version; later runs use the files.
 */
public final class UnpackedWar {
    private static final Path WAR = Path.of(System.getProperty("seckill.war", "target/seckill.war"));
    private static final List<String> LIBRARIES = List.of("WEB-INF/lib/", "WEB-INF/lib-provided/");
    private static final String CLASSES = "WEB-INF/classes/";
    private static final String ARCHIVE = "classes.jsa";

    private UnpackedWar() {}

    /** The command that runs the application with these options of the JVM. The arguments of the application follow. */
    public static List<String> command(String... jvmOptions) {
        Path folder = unpacked();
        return command(folder, "-XX:SharedArchiveFile=" + folder.resolve(ARCHIVE), jvmOptions);
    }

    private static List<String> command(Path folder, String archive, String... jvmOptions) {
        List<String> words = new ArrayList<>(List.of(Program.java(), archive));
        words.addAll(List.of(jvmOptions));
        words.addAll(List.of("-cp", classPath(folder), "org.seckill.server.Main"));
        return words;
    }

    private static synchronized Path unpacked() {
        try {
            Path parent = Files.createDirectories(WAR.toAbsolutePath().resolveSibling("unpacked"));
            Path folder = parent.resolve(Runtime.version().feature() + "-"
                    + Files.getLastModifiedTime(WAR).toMillis());
            // Several JVMs run tests. One of them makes the files.
            try (FileChannel channel = FileChannel.open(
                            parent.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(folder.resolve(ARCHIVE))) {
                    unpack(Files.createDirectories(folder));
                    archive(folder);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (JarFile war = new JarFile(WAR.toFile());
                JarOutputStream classes =
                        new JarOutputStream(Files.newOutputStream(folder.resolve("application.jar")))) {
            for (JarEntry entry : war.stream().toList()) {
                String name = entry.getName();
                if (LIBRARIES.stream().anyMatch(name::startsWith) && name.endsWith(".jar")) {
                    Files.write(folder.resolve(name.substring(name.lastIndexOf('/') + 1)), bytes(war, entry));
                } else if (name.startsWith(CLASSES) && !name.equals(CLASSES)) {
                    // Folders too: classes and migrations are found by listing them.
                    classes.putNextEntry(new JarEntry(name.substring(CLASSES.length())));
                    classes.write(bytes(war, entry));
                }
            }
        }
    }

    private static byte[] bytes(JarFile war, JarEntry entry) throws IOException {
        return war.getInputStream(entry).readAllBytes();
    }

    /** Starts the application once. The JVM writes the archive when it ends. */
    private static void archive(Path folder) throws IOException {
        Path unfinished = folder.resolve("unfinished.jsa");
        List<String> words = command(
                folder, "-XX:ArchiveClassesAtExit=" + unfinished, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        try (Program node = TestShop.at(PurchaseMode.QUEUE).ownData("archive").startAs(folder, words)) {
            TestShop.clientOf(node).get("/seckill/list");
            node.signal("TERM");
            node.awaitExit();
        }
        Files.move(unfinished, folder.resolve(ARCHIVE));
    }

    private static String classPath(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
