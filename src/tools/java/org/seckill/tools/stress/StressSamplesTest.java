package org.seckill.tools.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StressSamplesTest {
    @TempDir
    Path folder;

    private static final String HEADER =
            "timeStamp,elapsed,label,responseCode,responseMessage,success,failureMessage,\"sale\",\"phone\",\"state\",\"ticket\"\n";

    @Test
    void aSampleIsReadByTheNamesOfTheColumns() throws IOException {
        assertThat(read("""
                        ticket,state,phone,sale,failureMessage,success,responseMessage,responseCode,label,elapsed,timeStamp
                        t1,1,13800000000,1000,,true,OK,200,execution,7,1700000000000
                        """))
                .containsExactly(new StressSample(
                        "execution", 1_700_000_000_000L, 7, true, "200 OK", "1000", "13800000000", "1", "t1"));
    }

    @Test
    void aComplaintMayHoldCommasQuotesAndLineEnds() throws IOException {
        List<StressSample> samples = read(HEADER
                + "1,2,login,500,Oh,false,\"expected \"\"success\"\", and\r\ngot nothing\",1000,138,none,\n"
                + "3,4,detail,200,OK,true,,1000,138,none,\n");

        assertThat(samples).hasSize(2);
        assertThat(samples.get(0).complaint()).isEqualTo("expected \"success\", and\r\ngot nothing");
        assertThat(samples.get(0).isRight()).isFalse();
        assertThat(samples.get(1).label()).isEqualTo("detail");
    }

    @Test
    void anErrorWithoutAComplaintTellsWhatHttpSaid() throws IOException {
        assertThat(read(HEADER + "1,2,login,503,Service Unavailable,false,,1000,138,none,\n")
                        .get(0)
                        .complaint())
                .isEqualTo("503 Service Unavailable");
    }

    @Test
    void aColumnThatIsMissingIsNamed() {
        assertThatThrownBy(() -> read("timeStamp,elapsed,label\n1,2,login\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("success");
    }

    private List<StressSample> read(String text) throws IOException {
        return StressSamples.read(Files.writeString(folder.resolve("samples.csv"), text));
    }
}
