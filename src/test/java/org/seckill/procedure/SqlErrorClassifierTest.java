package org.seckill.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;
import org.seckill.batch.FailureKind;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class SqlErrorClassifierTest {
    @Test
    void aCallWithoutAConnectionIsRejected() {
        assertThat(of(new PersistenceException(new CannotGetJdbcConnectionException("pool is empty"))))
                .isEqualTo(FailureKind.REJECTED);
    }

    @Test
    void aDeadlockAndALockTimeOutAreRejected() {
        assertThat(of(new SQLException("deadlock", "40001", 1213))).isEqualTo(FailureKind.REJECTED);
        assertThat(of(new SQLException("lock wait", "HY000", 1205))).isEqualTo(FailureKind.REJECTED);
    }

    @Test
    void aProcedureThatIsBeingReplacedIsRejected() {
        assertThat(of(new SQLException("no such procedure", "42000", 1305))).isEqualTo(FailureKind.REJECTED);
    }

    @Test
    void anInvalidOrderIsBroken() {
        assertThat(of(new SQLException("too long", "22001", 1406))).isEqualTo(FailureKind.BROKEN);
        assertThat(of(new SQLException("refused by a trigger", "45000", 1644))).isEqualTo(FailureKind.BROKEN);
    }

    @Test
    void anErrorOfTheSchemaOrTheRightsIsRejected() {
        assertThat(of(new SQLException("syntax", "42000", 1064))).isEqualTo(FailureKind.REJECTED);
        assertThat(of(new SQLException("no right to insert", "42000", 1142))).isEqualTo(FailureKind.REJECTED);
    }

    @Test
    void aLostConnectionAndAnUnclassifiedErrorAreUnknown() {
        assertThat(of(new CommunicationsException("link failure", new SQLException())))
                .isEqualTo(FailureKind.UNKNOWN);
        assertThat(of(new SQLNonTransientException("shutdown", "08S01", 1053))).isEqualTo(FailureKind.UNKNOWN);
        assertThat(of(new SQLException("no state"))).isEqualTo(FailureKind.UNKNOWN);
        assertThat(of(new IllegalStateException())).isEqualTo(FailureKind.UNKNOWN);
    }

    @Test
    void aServerThatRefusesEveryWriteRecordsNothingAndSaysWhy() {
        assertRefused(new SQLException("--read-only", "HY000", 1290), "read-only");
        assertRefused(new SQLException("read only mode", "HY000", 1836), "read-only");
        assertRefused(new SQLException("read only transaction", "25006", 1792), "read-only");
        assertRefused(new SQLException("The table 'purchase' is full", "HY000", 1114), "full");
        assertRefused(new SQLException("Disk full (/tmp/x)", "HY000", 1021), "full");
        assertRefused(new SQLException("Got error 28 \"No space left on device\" from engine", "HY000", 1030), "full");
        assertRefused(new SQLException("Error writing file 'x' (Errcode: 28 \"No space\")", "HY000", 3), "full");
        assertRefused(new SQLException("Error writing file 'x' (errno: 122 - quota)", "HY000", 1026), "full");
        assertRefused(new SQLException("binlog", "HY000", 1665), "ROW");
        assertRefused(new SQLException("no procedure", "42000", 1305), "--routines");
        assertRefused(new SQLException("no right", "42000", 1370), "right");
        assertRefused(new SQLException("WSREP has not yet prepared node", "08S01", 1047), "cluster");
        assertRefused(new SQLException("group replication", "HY000", 3098), "cluster");
    }

    @Test
    void anErrorThatIsNotOfSpaceSaysNothingOfTheEngine() {
        SQLException input = new SQLException("Got error 5 from storage engine", "HY000", 1030);
        assertThat(SqlErrorClassifier.refusal(new RuntimeException(input))).isEmpty();
        assertThat(of(input)).isEqualTo(FailureKind.UNKNOWN);
    }

    @Test
    void anErrorInTheCommitOrAfterItIsUnknownButForAReadOnlyServerWhichRollsBack() {
        assertThat(of(new SQLException("table is full", "08007", 1114))).isEqualTo(FailureKind.UNKNOWN);
        assertThat(of(new SQLException("no right", "08007", 1142))).isEqualTo(FailureKind.UNKNOWN);
        assertThat(of(new SQLException("--read-only", "08007", 1290))).isEqualTo(FailureKind.REJECTED);
    }

    @Test
    void aCallThatDoesNotFitAPacketIsOversized() {
        assertThat(of(new PacketTooBigException(5000, 4096))).isEqualTo(FailureKind.OVERSIZED);
        assertThat(of(new SQLException("packet bigger", "08S01", 1153))).isEqualTo(FailureKind.OVERSIZED);
    }

    private static void assertRefused(SQLException thrown, String word) {
        assertThat(of(thrown)).as(thrown.getMessage()).isEqualTo(FailureKind.REJECTED);
        assertThat(SqlErrorClassifier.refusal(new RuntimeException(thrown)))
                .hasValueSatisfying(why -> assertThat(why.reason()).contains(word));
    }

    private static FailureKind of(Throwable cause) {
        return SqlErrorClassifier.of(new RuntimeException(cause));
    }
}
