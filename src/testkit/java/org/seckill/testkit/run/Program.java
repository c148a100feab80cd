package org.seckill.testkit.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program as a person starts it: a process of its own, which inherits no setting. What it says is kept in files.
 * Closing kills it with all that it started and has not stopped.
 */
public final class Program implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;
    private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL");
    private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

    private static final int LOWEST_PORT = 22_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final int TRIES = 200;

    private final Process process;
    private final Path folder;
    private final Path out;
    private final Path err;

    private Program(Process process, Path folder, Path out, Path err) {
        this.process = process;
        this.folder = folder;
        this.out = out;
        this.err = err;
    }

    /** @param folder receives what the program says */
    public static Program start(Path folder, Map<String, String> environment, String... words) {
        try {
            Files.createDirectories(folder);
            Path out = Files.createTempFile(folder, "said-", ".log");
            Path err = Files.createTempFile(folder, "complained-", ".log");
            ProcessBuilder builder = new ProcessBuilder(inTheForeground(words))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().retainAll(INHERITED);
            builder.environment().putAll(environment);
            return new Program(builder.start(), folder, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * One that no program listens to now. It is below those that the system gives to outgoing connections, so that
     * none of these takes it before the test does, or between two runs of what the test starts there.
     */
    public static int freePort() {
        return ThreadLocalRandom.current()
                .ints(TRIES, LOWEST_PORT, HIGHEST_PORT)
                .filter(Program::isFree)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no free port from " + LOWEST_PORT + " to " + HIGHEST_PORT));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The lines on its standard output. */
    public List<String> said() {
        return lines(out);
    }

    /** The lines on its standard error. */
    public List<String> complained() {
        return lines(err);
    }

    /** Waits for a line with this text, on either output. */
    public String awaitLine(String text) {
        return TestTimeouts.await()
                .alias("line with '" + text + "' in " + out + " or " + err)
                .until(() -> findLine(text), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> findLine(String text) {
        // Before the lines are read: a program that has ended writes no more of them.
        boolean hasEnded = !process.isAlive();
        List<String> lines =
                Stream.concat(said().stream(), complained().stream()).toList();
        Optional<String> found =
                lines.stream().filter(line -> line.contains(text)).findFirst();
        if (hasEnded && found.isEmpty()) {
            throw new AssertionError("the program ended without a line with '" + text + "' in " + out + " and " + err
                    + ":\n" + String.join("\n", lines));
        }
        return found;
    }

    /** Waits for its end, and returns its exit status. */
    public int exit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " does not end, see " + out + " and " + err);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** As a terminal does: to the whole process group, where this system lets a program have its own. */
    public void signal(String name) {
        String target = (LINUX ? "-" : "") + process.pid();
        try (Program kill = start(folder, Map.of(), "/bin/sh", "-c", "kill -s " + name + " -- " + target)) {
            if (kill.exit() != 0) {
                throw new AssertionError("kill: " + kill.complained());
            }
        }
    }

    /** The program itself, first, and all that it started. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** A zombie, which nobody has reaped yet, has no command any more. */
    public static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @Override
    public void close() {
        processes().forEach(ProcessHandle::destroyForcibly);
        exit();
    }

    /*
     * What a script runs in the background is born deaf to SIGINT, and so are its children, such as this JVM's: GNU's
     * env undoes that, and setsid makes the process group of a foreground job. Both become the program: the id stays.
     */
    private static List<String> inTheForeground(String... words) {
        List<String> line = new ArrayList<>(LINUX ? List.of("setsid", "env", "--default-signal=INT") : List.of());
        line.addAll(List.of(words));
        return line;
    }

    private List<String> lines(Path file) {
        try {
            boolean ended = !process.isAlive();
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            // What follows the end of the last line is still being written.
            return (ended ? text : text.substring(0, text.lastIndexOf('\n') + 1))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
