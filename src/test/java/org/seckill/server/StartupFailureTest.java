package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class StartupFailureTest {
    @Test
    void theInnermostSentenceIsTheLine() {
        Throwable thrown = new RuntimeException(
                "Error creating bean",
                new IllegalStateException("SECKILL_SECRET is not set: allowed are 32 characters"));

        assertThat(StartupFailure.because(thrown)).hasMessage("SECKILL_SECRET is not set: allowed are 32 characters");
    }

    @Test
    void theLineIsOneLine() {
        assertThat(new StartupFailure("one\n  two\r\nthree\n")).hasMessage("one two three");
    }

    @Test
    void aDatabaseThatRefusesIsNamedWithItsSettings() {
        Throwable thrown = new RuntimeException(
                "pool", new SQLException("link failure", "08S01", new ConnectException("Connection refused")));

        assertThat(StartupFailure.because(thrown))
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("SECKILL_DB_URL");
    }

    @Test
    void aSchemaThatDoesNotExistIsASettingToo() {
        Throwable thrown = new RuntimeException(new SQLException("Unknown database 'shop'", "42000", 1049));

        assertThat(StartupFailure.because(thrown)).hasMessageContainingAll("Unknown database 'shop'", "SECKILL_DB_URL");
    }

    @Test
    void aPasswordThatSomethingElseQuotesIsNotShown() {
        assertThat(StartupFailure.because(new IllegalStateException("cannot use jdbc:mysql://root:p@hunter2@db/x")))
                .hasMessage("cannot use jdbc:mysql://***@db/x");
    }

    @Test
    void aFaultInSqlIsNotTakenForARefusedConnection() {
        Throwable thrown = new RuntimeException(new SQLException("Table 'seckill' is missing", "42S02"));

        assertThat(StartupFailure.because(thrown)).hasMessage("Table 'seckill' is missing");
    }

    @Test
    void anExceptionWithoutAMessageIsNamedByItsType() {
        assertThat(StartupFailure.because(new RuntimeException(new NullPointerException())))
                .hasMessageContaining("java.lang.NullPointerException");
    }

    @Test
    void aFaultWithinIsHandedOnAsItIs() {
        StartupFailure fault = new StartupFailure("port 8080 is taken");

        assertThat(StartupFailure.because(new RuntimeException(fault))).isSameAs(fault);
    }
}
