package org.seckill.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.exceptions.CommunicationsException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import org.apache.ibatis.exceptions.PersistenceException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class SqlDiagnosisTest {
    @Test
    void whatNeverGotAConnectionIsRejected() {
        assertThat(of(new PersistenceException(new CannotGetJdbcConnectionException("pool is empty"))))
                .isEqualTo(CallFault.REJECTED);
    }

    @Test
    void aDeadlockAndALockTimeOutAreRejected() {
        assertThat(of(new SQLException("deadlock", "40001", 1213))).isEqualTo(CallFault.REJECTED);
        assertThat(of(new SQLException("lock wait", "HY000", 1205))).isEqualTo(CallFault.REJECTED);
    }

    @Test
    void aProcedureThatIsBeingReplacedIsRejected() {
        assertThat(of(new SQLException("no such procedure", "42000", 1305))).isEqualTo(CallFault.REJECTED);
    }

    @Test
    void anOrderThatIsWrongInItselfIsBroken() {
        assertThat(of(new SQLException("too long", "22001", 1406))).isEqualTo(CallFault.BROKEN);
        assertThat(of(new SQLException("refused by a trigger", "45000", 1644))).isEqualTo(CallFault.BROKEN);
    }

    @Test
    void whatIsNoFaultOfAnOrderIsRejected() {
        assertThat(of(new SQLException("syntax", "42000", 1064))).isEqualTo(CallFault.REJECTED);
        assertThat(of(new SQLException("no right to insert", "42000", 1142))).isEqualTo(CallFault.REJECTED);
    }

    @Test
    void aLostConnectionIsUnknownAndSoIsWhateverIsNotUnderstood() {
        assertThat(of(new CommunicationsException("link failure", new SQLException())))
                .isEqualTo(CallFault.UNKNOWN);
        assertThat(of(new SQLNonTransientException("shutdown", "08S01", 1053))).isEqualTo(CallFault.UNKNOWN);
        assertThat(of(new SQLException("no state"))).isEqualTo(CallFault.UNKNOWN);
        assertThat(of(new IllegalStateException())).isEqualTo(CallFault.UNKNOWN);
    }

    private static CallFault of(Throwable cause) {
        return SqlDiagnosis.of(new RuntimeException(cause));
    }
}
