package org.seckill.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.server.StartupFailure;
import org.seckill.standalone.DataFolder;
import org.seckill.testkit.run.Signals;

@Timeout(60)
class EngineProcessIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path temp;

    @Test
    void theEngineEndsWhenItsLauncherIsKilledAndFreesTheDataFolder() throws Exception {
        Process launcher = launcher();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8))) {
            long engine = Long.parseLong(said.readLine());
            assertThat(isRunning(engine)).isTrue();
            assertThatThrownBy(() -> DataFolder.open(temp)).hasMessageContaining("(process " + launcher.pid() + ")");

            launcher.toHandle().destroyForcibly();

            assertThat(TimeLimit.of(SOON).until(() -> !isRunning(engine))).isTrue();
            launcher.waitFor();
            DataFolder.open(temp).close();
        }
    }

    @Test
    void anEngineThatIsSuspendedEndsWithItsLauncherToo() throws Exception {
        Process launcher = launcher();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8))) {
            long engine = Long.parseLong(said.readLine());
            Signals.stop(engine);

            launcher.toHandle().destroyForcibly();

            assertThat(TimeLimit.of(SOON).until(() -> !isRunning(engine))).isTrue();
            launcher.waitFor();
        }
    }

    @Test
    void stoppingTakesTheEngineItsGuardAndThePidFileAway() {
        EngineProcess engine = EngineProcess.start(SleepingEngine.in(temp));
        ProcessHandle handle = ProcessHandle.of(engine.pid()).orElseThrow();
        assertThat(TimeLimit.of(SOON).until(() -> handle.children().count() == 1))
                .isTrue();
        ProcessHandle guard = handle.children().findFirst().orElseThrow();

        engine.stop(SOON);

        assertThat(isRunning(engine.pid())).isFalse();
        assertThat(TimeLimit.of(SOON).until(() -> !isRunning(guard.pid()))).isTrue();
        assertThat(temp.resolve("sleeper.pid")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void neitherEngineNorGuardHoldsTheOutputOfItsLauncher() throws IOException {
        try (EngineProcess engine = EngineProcess.start(SleepingEngine.in(temp))) {
            ProcessHandle handle = ProcessHandle.of(engine.pid()).orElseThrow();
            assertThat(TimeLimit.of(SOON).until(() -> handle.children().count() == 1))
                    .isTrue();
            long guard = handle.children().findFirst().orElseThrow().pid();

            for (int descriptor : new int[] {1, 2}) {
                assertThat(file(engine.pid(), descriptor))
                        .isEqualTo(temp.toRealPath().resolve("sleeper.log"));
                // It is a copy of the engine for a moment.
                assertThat(TimeLimit.of(SOON)
                                .until(() -> file(guard, descriptor).equals(Path.of("/dev/null"))))
                        .isTrue();
            }
        }
    }

    @Test
    void theGuardGoesWhenTheEngineDiesByItself() {
        EngineProcess engine = EngineProcess.start(SleepingEngine.in(temp));
        ProcessHandle handle = ProcessHandle.of(engine.pid()).orElseThrow();
        assertThat(TimeLimit.of(SOON).until(() -> handle.children().count() == 1))
                .isTrue();
        ProcessHandle guard = handle.children().findFirst().orElseThrow();

        handle.destroyForcibly();

        assertThat(TimeLimit.of(SOON).until(() -> !isRunning(guard.pid()))).isTrue();
        engine.close();
    }

    @Test
    void anEngineDeafToTheSignalIsKilledWhenPatienceIsOver() {
        EngineProcess engine =
                EngineProcess.start(SleepingEngine.running(temp, "trap '' TERM; touch deaf; exec sleep 1000"));
        engine.awaitReady(() -> Files.exists(temp.resolve("deaf")), SOON);

        engine.stop(Duration.ofMillis(200));

        assertThat(isRunning(engine.pid())).isFalse();
    }

    @Test
    void anEngineThatExitsIsNamedWithItsLogAndTheLineThatTells() {
        EngineProcess engine =
                EngineProcess.start(SleepingEngine.running(temp, "echo begun; echo no ERROR like this one; exit 3"));

        assertThatThrownBy(() -> engine.awaitReady(() -> false, SOON))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("Sleeper stopped with status 3: no ERROR like this one (%s); let it sleep"
                        .formatted(temp.resolve("sleeper.log")));
    }

    @Test
    void anEngineThatNeverAnswersIsStoppedAndNamed() {
        EngineProcess engine = EngineProcess.start(SleepingEngine.in(temp));

        assertThatThrownBy(() -> engine.awaitReady(() -> false, Duration.ofMillis(100)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("Sleeper did not answer within 0 s");
        assertThat(isRunning(engine.pid())).isFalse();
    }

    @Test
    void aProgramThatIsMissingIsNamed() {
        EngineProcess engine = EngineProcess.start(SleepingEngine.running(temp, "exec /no/such/program"));

        assertThatThrownBy(() -> engine.awaitReady(() -> false, SOON)).hasMessageContaining("/no/such/program");
    }

    @Test
    void theEngineReadsNothingSeesItsEnvironmentAndKeepsTheLogBefore() throws IOException {
        EngineProcess.start(SleepingEngine.running(temp, "echo first")).awaitSuccess(SOON);
        EngineProcess.start(SleepingEngine.running(
                        temp, "cat; echo $ENGINE_HOME; pwd; (cat <&3) 2>/dev/null || echo closed"))
                .awaitSuccess(SOON);

        assertThat(temp.resolve("sleeper.log.previous")).hasContent("first");
        assertThat(Files.readAllLines(temp.resolve("sleeper.log")))
                .containsExactly("somewhere", temp.toRealPath().toString(), "closed");
    }

    @Test
    void anEngineOfAnEarlierRunHasEndedBeforeTheNextStarts() throws Exception {
        // Ends by itself, as after the signal of its guard. PidFileTest covers an engine that does not.
        Process leftover = new ProcessBuilder("/bin/sleep", "2").start();
        new PidFile(temp.resolve("sleeper.pid")).write(leftover.toHandle());

        try (EngineProcess engine = EngineProcess.start(SleepingEngine.in(temp))) {
            assertThat(leftover.isAlive()).isFalse();
            assertThat(isRunning(engine.pid())).isTrue();
        }
    }

    private Process launcher() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLauncher.class.getName(),
                        temp.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path file(long pid, int descriptor) {
        try {
            return Files.readSymbolicLink(Path.of(String.format(Locale.ROOT, "/proc/%d/fd/%d", pid, descriptor)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A zombie, which nobody has reaped yet, has no command any more. */
    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }
}
