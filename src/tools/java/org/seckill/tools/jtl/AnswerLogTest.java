package org.seckill.tools.jtl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.load.BuyerAnswer;
import org.seckill.testkit.load.BuyerAnswer.Asked;
import org.seckill.testkit.load.BuyerJournal;
import org.seckill.testkit.run.CpuTime;

class AnswerLogTest {
    @TempDir
    private Path folder;

    @Test
    void whatABuyerWasToldStandsInTheOrderInWhichItWasAsked() throws IOException {
        Path first = write("first.csv", sample(30, 5, "result of it", "200", "1", "t"));
        Path second = write(
                "second.csv",
                sample(10, 5, "execution again", "200", "2", "t"),
                sample(0, 5, "execution", "503", "-4", ""),
                sample(20, 5, "exposer", "200", "", ""));
        AnswerLog log = AnswerLog.read(List.of(first, second));
        assertThat(log.sales()).containsExactly(1000L);
        BuyerJournal journal = log.of(1000).get(0);
        assertThat(journal.phone()).isEqualTo("13800000001");
        assertThat(journal.answers())
                .containsExactly(
                        new BuyerAnswer(at(0), at(5), Asked.PRESS, AnswerKind.BUSY, "", ""),
                        new BuyerAnswer(at(10), at(15), Asked.PRESS, AnswerKind.QUEUED, "t", ""),
                        new BuyerAnswer(at(30), at(35), Asked.RESULT, AnswerKind.BOUGHT, "t", ""));
    }

    @Test
    void whoAsksTwoThingsAtATimeHasTwoDevices() {
        Path file = write(
                "told.csv",
                sample(0, 10, "execution", "200", "2", "t"),
                sample(5, 10, "execution", "200", "2", "t"),
                sample(10, 10, "result", "200", "1", "t"),
                sample(15, 10, "result", "200", "2", "t"));
        List<BuyerJournal> devices = AnswerLog.read(file).of(1000);
        assertThat(devices)
                .extracting(journal ->
                        journal.answers().stream().map(BuyerAnswer::told).toList())
                .containsExactlyInAnyOrder(
                        List.of(AnswerKind.QUEUED, AnswerKind.BOUGHT), List.of(AnswerKind.QUEUED, AnswerKind.QUEUED));
    }

    @Test
    void whatAnAnswerTellsIsReadFromItsCodeAndState() {
        assertThat(told("execution", "200", "1")).isEqualTo(AnswerKind.BOUGHT);
        assertThat(told("execution", "200", "-3")).isEqualTo(AnswerKind.REWRITTEN);
        assertThat(told("execution", "503", "")).isEqualTo(AnswerKind.BUSY);
        assertThat(told("execution", "429", "")).isEqualTo(AnswerKind.BUSY);
        assertThat(told("execution", "502", "")).isEqualTo(AnswerKind.NOTHING);
        assertThat(told("execution", JtlSample.noAnswer("java.net.SocketException"), ""))
                .isEqualTo(AnswerKind.NOTHING);
        assertThat(told("execution", "200", "")).isEqualTo(AnswerKind.STRANGE);
        assertThat(told("execution", "401", "")).isEqualTo(AnswerKind.STRANGE);
        assertThat(told("result", "503", "")).isEqualTo(AnswerKind.NOTHING);
        assertThat(told("result", "200", "-4")).isEqualTo(AnswerKind.BUSY);
    }

    @Test
    void halfAMillionLinesAreReadInSeconds() {
        Path file = folder.resolve("long.csv");
        try (JtlWriter log = new JtlWriter(file)) {
            for (int i = 0; i < 500_000; i++) {
                String phone = Long.toString(13_800_000_000L + i % 250_000);
                log.write(new JtlSample(at(i), Duration.ofMillis(3), "execution", "200", 1000, phone, "0", ""));
            }
        }
        assertThat(CpuTime.of(
                        () -> assertThat(AnswerLog.read(file).of(1000).size()).isEqualTo(250_000)))
                .isLessThan(Duration.ofSeconds(15));
    }

    private AnswerKind told(String label, String code, String state) {
        Path file = write("one.csv", sample(0, 1, label, code, state, ""));
        return AnswerLog.read(file).of(1000).get(0).answers().get(0).told();
    }

    private Path write(String name, JtlSample... samples) {
        Path file = folder.resolve(name);
        try (JtlWriter log = new JtlWriter(file)) {
            List.of(samples).forEach(log::write);
        }
        return file;
    }

    private static JtlSample sample(long sent, long took, String label, String code, String state, String ticket) {
        return new JtlSample(at(sent), Duration.ofMillis(took), label, code, 1000, "13800000001", state, ticket);
    }

    private static Instant at(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
