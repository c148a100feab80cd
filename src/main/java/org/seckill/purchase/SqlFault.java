package org.seckill.purchase;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** What a failed call says of its order. */
enum SqlFault {
    /** It never reached the database, or was rolled back there: it may be sent again as it is. */
    REJECTED,
    /** The database refused it for good; nothing is recorded. */
    BROKEN,
    /** It may be committed or not: only asking with the same ticket tells. */
    UNKNOWN;

    private static final int PROCEDURE_IS_BEING_REPLACED = MysqlErrorNumbers.ER_SP_DOES_NOT_EXIST;

    private static final Set<Integer> ROLLED_BACK = Set.of(
            MysqlErrorNumbers.ER_LOCK_DEADLOCK,
            MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT,
            MysqlErrorNumbers.ER_CON_COUNT_ERROR,
            PROCEDURE_IS_BEING_REPLACED);

    /** SQL states (ISO/IEC 9075) of a statement that is wrong in itself: data, constraint, syntax, signal. */
    private static final Set<String> WRONG_IN_ITSELF = Set.of("22", "23", "42", "45");

    static SqlFault of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotGetJdbcConnectionException) {
                return REJECTED;
            }
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        return UNKNOWN;
    }

    private static SqlFault of(SQLException thrown) {
        if (ROLLED_BACK.contains(thrown.getErrorCode())) {
            return REJECTED;
        }
        String state = thrown.getSQLState();
        boolean wrong = state != null && state.length() == 5 && WRONG_IN_ITSELF.contains(state.substring(0, 2));
        return wrong ? BROKEN : UNKNOWN;
    }
}
