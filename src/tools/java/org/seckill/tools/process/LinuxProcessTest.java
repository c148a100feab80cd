package org.seckill.tools.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.testkit.run.Program;

/** What is seen of a real JVM that keeps things when asked to. */
class LinuxProcessTest {
    private Process program;
    private PrintWriter in;
    private BufferedReader out;
    private LinuxProcess seen;

    @BeforeEach
    void start() throws IOException {
        program = new ProcessBuilder(
                        Program.java(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeakyProgram.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = new PrintWriter(program.outputWriter(StandardCharsets.UTF_8), true);
        out = new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("ready");
        seen = new LinuxProcess(program.pid());
        // Whoever is asked first gets a thread and a socket for it.
        HeapSize unused = HeapSize.after(program.pid());
    }

    @AfterEach
    void end() {
        program.destroyForcibly();
    }

    @Test
    void keptMemoryIsSeenToTheMegabyteAndGarbageIsNot() throws IOException {
        double before = HeapSize.after(program.pid()).live();
        keep("garbage");
        assertThat(HeapSize.after(program.pid()).live()).isCloseTo(before, within(1.0));
        keep("memory");
        assertThat(HeapSize.after(program.pid()).live()).isCloseTo(before + LeakyProgram.EACH, within(1.0));
    }

    /** By its path: the JVM opens and closes files of its own at any moment. */
    @Test
    void eachOpenFileIsSeen(@TempDir Path temp) throws IOException {
        Path file = Files.createFile(temp.resolve("kept")).toRealPath();
        keep(file.toString());
        assertThat(seen.files()).filteredOn(file.toString()::equals).hasSize(LeakyProgram.EACH);
        keep(file.toString());
        assertThat(seen.files()).filteredOn(file.toString()::equals).hasSize(2 * LeakyProgram.EACH);
    }

    /** By its name: the JVM starts and ends threads of its own at any moment. A thread sets its name after it has started. */
    @Test
    void eachThreadIsSeen() throws IOException {
        keep("thread");
        await().until(() -> namedThreads() == LeakyProgram.EACH);
        keep("thread");
        await().until(() -> namedThreads() == 2 * LeakyProgram.EACH);
    }

    private long namedThreads() {
        return seen.threads().stream().filter(LeakyProgram.THREAD::equals).count();
    }

    @Test
    void metaspaceAndResidentMemoryAreThoseOfAJvm() {
        assertThat(HeapSize.after(program.pid()).metaspace()).isBetween(0.1, 50.0);
        assertThat(seen.residentMegabytes()).isBetween(15.0, 300.0);
    }

    private void keep(String what) throws IOException {
        in.println(what);
        assertThat(out.readLine()).startsWith("kept");
    }
}
