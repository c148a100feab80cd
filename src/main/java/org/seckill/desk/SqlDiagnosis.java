package org.seckill.desk;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import java.sql.SQLException;
import java.util.Set;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Tells from a failed call what became of its order. In doubt it is unknown. */
final class SqlDiagnosis {
    private static final int PROCEDURE_IS_BEING_REPLACED = MysqlErrorNumbers.ER_SP_DOES_NOT_EXIST;

    private static final Set<Integer> ROLLED_BACK = Set.of(
            MysqlErrorNumbers.ER_LOCK_DEADLOCK,
            MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT,
            MysqlErrorNumbers.ER_CON_COUNT_ERROR,
            PROCEDURE_IS_BEING_REPLACED);

    /** SQL states (ISO/IEC 9075) of orders that are wrong in themselves: data, constraint, signal. */
    private static final Set<String> WRONG_IN_ITSELF = Set.of("22", "23", "45");

    /** Of a statement that is wrong, or not allowed: all orders wait until an operator has mended that. */
    private static final String SYNTAX_OR_RIGHTS = "42";

    /** In MySQL of the SQL state that says nothing (HY000). */
    private static final int CHECK_VIOLATED = MysqlErrorNumbers.ER_CHECK_CONSTRAINT_VIOLATED;

    private SqlDiagnosis() {}

    static CallFault of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotGetJdbcConnectionException) {
                return CallFault.REJECTED;
            }
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        return CallFault.UNKNOWN;
    }

    /** Whether the database itself said this: it lives, whatever it said. */
    static boolean isAnswer(Throwable thrown) {
        return rootOf(thrown) instanceof SQLException sql && sql.getErrorCode() > 0;
    }

    /** The exception that a log line should name: the others only wrap it. */
    static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static CallFault of(SQLException thrown) {
        if (ROLLED_BACK.contains(thrown.getErrorCode())) {
            return CallFault.REJECTED;
        }
        String state = thrown.getSQLState();
        String kind = state != null && state.length() == 5 ? state.substring(0, 2) : "";
        if (kind.equals(SYNTAX_OR_RIGHTS)) {
            return CallFault.REJECTED;
        }
        return WRONG_IN_ITSELF.contains(kind) || thrown.getErrorCode() == CHECK_VIOLATED
                ? CallFault.BROKEN
                : CallFault.UNKNOWN;
    }
}
