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
 * A process, started as a person starts a program: it inherits no setting. Its output goes to files. {@link #close} kills
 * it and its children.
 */
public final class Program implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 120;
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

    /** @param folder receives the files with the output */
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
     * A port at which no program listens. It is below the ports of outgoing connections, so that no connection takes it
     * before the test does, or between two starts of a server of the test.
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

    /** The lines of the standard output. */
    public List<String> output() {
        return lines(out);
    }

    /** The lines of the standard error. */
    public List<String> errorOutput() {
        return lines(err);
    }

    /** Waits for a line with this text on either output. */
    public String awaitLine(String text) {
        return TestTimeouts.await()
                .alias("line with '" + text + "' in " + out + " or " + err)
                .until(() -> findLine(text), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> findLine(String text) {
        // Checked before the lines are read: a program that has ended writes no more.
        boolean hasEnded = !process.isAlive();
        List<String> lines =
                Stream.concat(output().stream(), errorOutput().stream()).toList();
        Optional<String> found =
                lines.stream().filter(line -> line.contains(text)).findFirst();
        if (hasEnded && found.isEmpty()) {
            throw new AssertionError("the program ended without a line with '" + text + "' in " + out + " and " + err
                    + ":\n" + String.join("\n", lines));
        }
        return found;
    }

    /** Waits until the process ends and returns its exit status. */
    public int awaitExit() {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " does not end, see " + out + " and " + err);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Sends a signal as a terminal does: on Linux to the process group of the program. */
    public void signal(String name) {
        String target = (LINUX ? "-" : "") + process.pid();
        try (Program kill = start(folder, Map.of(), "/bin/sh", "-c", "kill -s " + name + " -- " + target)) {
            if (kill.awaitExit() != 0) {
                throw new AssertionError("kill: " + kill.errorOutput());
            }
        }
    }

    /** The process, and after it its descendants. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** False also for a zombie, which has no command. */
    public static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    @Override
    public void close() {
        processes().forEach(ProcessHandle::destroyForcibly);
        awaitExit();
    }

    /*
     * A background process of a shell script ignores SIGINT, and so do its children, such as those of this JVM. GNU env
     * restores the signal, and setsid makes a process group. Both exec the program, so the process id stays the same.
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
            // The last line may be incomplete while the program runs.
            return (ended ? text : text.substring(0, text.lastIndexOf('\n') + 1))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
