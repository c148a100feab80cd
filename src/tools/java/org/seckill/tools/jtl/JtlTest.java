package org.seckill.tools.jtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JtlTest {
    /** As JMeter 5.6 writes it, with the variables last and in quotes. */
    private static final String HEADER =
            "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
                    + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect,"
                    + "\"sale\",\"phone\",\"state\",\"ticket\"";

    private static final JtlSample BOUGHT = new JtlSample(
            Instant.ofEpochMilli(1_700_000_000_123L),
            Duration.ofMillis(45),
            "execution",
            "200",
            1000,
            "13800000001",
            "1",
            "aB3_-x");

    @TempDir
    private Path folder;

    @Test
    void whatJMeterWritesIsRead() throws IOException {
        assertThat(
                        read(
                                HEADER,
                                "1700000000123,45,execution,200,OK,buyers 1-1,text,true,,320,410,1,1,http://s/e,44,0,1,1000,13800000001,1,aB3_-x"))
                .containsExactly(BOUGHT);
    }

    @Test
    void theHeaderSaysWhereTheColumnsAre() throws IOException {
        assertThat(read(
                        "\"ticket\",state,more,phone,sale,responseCode,label,elapsed,timeStamp",
                        "aB3_-x,1,x,13800000001,1000,200,execution,45,1700000000123"))
                .containsExactly(BOUGHT);
    }

    @Test
    void aValueInQuotesMayHaveCommasQuotesAndLineBreaks() throws IOException {
        List<JtlSample> read = read(
                "failureMessage," + NEEDED,
                "\"Expected \"\"state\"\",\nbut\r\n\r\nfound nothing\"," + line("execution", "200", "1", "aB3_-x"),
                "\"\"," + line("result", "200", "1", "aB3_-x"));
        assertThat(read).extracting(JtlSample::label).containsExactly("execution", "result");
    }

    @Test
    void aVariableThatHasNoValueIsNone() throws IOException {
        assertThat(read(
                        NEEDED,
                        line("execution", "503", "none", "none"),
                        line("execution", "503", "", ""),
                        line("execution", "503", "null", "null"),
                        line("execution", "503", "-", "-")))
                .allSatisfy(sample -> {
                    assertThat(sample.state()).isEmpty();
                    assertThat(sample.ticket()).isEmpty();
                });
    }

    @Test
    void aCodeThatIsNoNumberMeansThatNobodyAnswered() throws IOException {
        List<JtlSample> read = read(
                NEEDED,
                line("execution", "Non HTTP response code: java.net.SocketTimeoutException", "none", "none"),
                line("execution", "", "none", "none"),
                line("execution", "502", "none", "none"));
        assertThat(read).extracting(JtlSample::isAnswered).containsExactly(false, false, true);
    }

    @Test
    void ofOtherLabelsNothingIsLookedAt() throws IOException {
        assertThat(read(NEEDED, "soon,a while,login,200,none,,,")).isEmpty();
    }

    @Test
    void emptyLinesAndWindowsLineBreaksAreOverlooked() throws IOException {
        Path file = folder.resolve("told.csv");
        Files.writeString(file, NEEDED + "\r\n\r\n" + line("execution", "200", "1", "aB3_-x") + "\r\n\r\n");
        assertThat(read(file)).containsExactly(BOUGHT);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("new/told.csv");
        JtlSample left = new JtlSample(
                Instant.EPOCH, Duration.ZERO, "execution", JtlSample.noAnswer("left, \"quickly\""), 1001, "1", "", "");
        try (JtlWriter log = new JtlWriter(file)) {
            log.write(BOUGHT);
            log.write(left);
        }
        assertThat(read(file)).containsExactly(BOUGHT, left);
        assertThat(Files.readString(file)).startsWith("timeStamp,elapsed,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeStamp | x | line 3: column timeStamp is 'x', and not milliseconds since the epoch",
                "elapsed | -1 | line 3: column elapsed is '-1', and not milliseconds",
                "sale | 1,000 | line 3: 9 fields for 8 columns",
                "sale | Sale | line 3: column sale is 'Sale', and not a sale's number",
                "phone | 138-1 | line 3: column phone is '138-1', and not a phone's digits",
                "state | ${state} | line 3: column state is '${state}', and not a state",
                "ticket | a b | line 3: column ticket is 'a b', and not a ticket"
            })
    void aLineThatIsNotAsItShouldBeIsRefused(String column, String value, String words) {
        List<String> fields =
                new ArrayList<>(List.of(line("execution", "200", "1", "aB3_-x").split(",")));
        fields.set(List.of(NEEDED.split(",")).indexOf(column), value);
        assertThatThrownBy(() -> read(NEEDED, line("execution", "200", "1", "x"), String.join(",", fields)))
                .isInstanceOf(InvalidLog.class)
                .hasMessage(folder.resolve("told.csv") + " " + words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "execution,\"200\"0 | line 2: Unexpected character after closing quote: '0' (0x30)",
                "execution,\"200 | line 2: 2 fields for 8 columns",
                "execution,200 | line 2: 2 fields for 8 columns"
            })
    void aLineThatIsNoneIsRefused(String line, String words) {
        assertThatThrownBy(() -> read(NEEDED, line))
                .isInstanceOf(InvalidLog.class)
                .hasMessage(folder.resolve("told.csv") + " " + words);
    }

    @Test
    void aQuoteThatIsNeverClosedDoesNotTakeAllMemory() throws IOException {
        Path file = folder.resolve("told.csv");
        Files.writeString(file, NEEDED + "\n\"" + "x,".repeat(2_000_000));
        assertThatThrownBy(() -> read(file)).isInstanceOf(InvalidLog.class).hasMessageContaining("line 2: ");
    }

    @Test
    void aHeaderThatLacksAColumnIsRefused() {
        assertThatThrownBy(() -> read(NEEDED.replace("phone", "buyer")))
                .isInstanceOf(InvalidLog.class)
                .hasMessageEndingWith("line 1: no column phone; there are "
                        + NEEDED.replace("phone", "buyer").replace(",", ", "));
        assertThatThrownBy(() -> read(NEEDED + ",\"sale\"")).hasMessageEndingWith("line 1: two columns sale");
        assertThatThrownBy(() -> read("")).hasMessageEndingWith("line 1: no header");
    }

    private static final String NEEDED = "timeStamp,elapsed,label,responseCode,sale,phone,state,ticket";

    private static String line(String label, String code, String state, String ticket) {
        return String.join(",", "1700000000123", "45", label, code, "1000", "13800000001", state, ticket);
    }

    private List<JtlSample> read(String... lines) throws IOException {
        Path file = folder.resolve("told.csv");
        Files.writeString(file, String.join("\n", lines));
        return read(file);
    }

    private static List<JtlSample> read(Path file) throws IOException {
        List<JtlSample> samples = new ArrayList<>();
        JtlReader.read(file, label -> label.startsWith("execution") || label.startsWith("result"), samples::add);
        return samples;
    }
}
