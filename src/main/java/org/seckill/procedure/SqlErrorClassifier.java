package org.seckill.procedure;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import com.mysql.cj.jdbc.exceptions.PacketTooBigException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.BatchEngine;
import org.seckill.batch.FailureKind;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Classifies a failed call: what it did to its orders, and whether the database refuses every order. In doubt the outcome
 * is unknown.
 */
public final class SqlErrorClassifier {
    private static final Set<Integer> ROLLED_BACK = Set.of(
            MysqlErrorNumbers.ER_LOCK_DEADLOCK,
            MysqlErrorNumbers.ER_LOCK_WAIT_TIMEOUT,
            MysqlErrorNumbers.ER_CON_COUNT_ERROR,
            MysqlErrorNumbers.ER_TRANSACTION_ROLLBACK_DURING_COMMIT);

    /**
     * The server takes no writes. COMMIT checks this too, in MySQL and MariaDB, and rolls back before it fails: nothing is
     * recorded, whichever statement failed.
     */
    private static final Set<Integer> READ_ONLY = Set.of(
            MysqlErrorNumbers.ER_OPTION_PREVENTS_STATEMENT,
            MysqlErrorNumbers.ER_READ_ONLY_MODE,
            MysqlErrorNumbers.ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION);

    private static final int DISK_FULL = 1021;
    private static final Set<Integer> FULL =
            Set.of(DISK_FULL, MysqlErrorNumbers.ER_RECORD_FILE_FULL, MysqlErrorNumbers.ER_DISK_FULL_NOWAIT);

    /** Error of the server's file layer (mysys): a file could not be written. */
    private static final int WRITE_FAILED = 3;

    /** File errors; their message contains the operating system's error number. */
    private static final Set<Integer> FILE =
            Set.of(WRITE_FAILED, MysqlErrorNumbers.ER_GET_ERRNO, MysqlErrorNumbers.ER_ERROR_ON_WRITE);

    /** ENOSPC and EDQUOT in such a message: {@code Errcode: 28}, {@code error 28}, {@code errno: 122}. */
    private static final Pattern NO_SPACE =
            Pattern.compile("\\b(errcode|errno|error):? (28|122)\\b", Pattern.CASE_INSENSITIVE);

    private static final Set<Integer> STATEMENT_BINLOG = Set.of(
            MysqlErrorNumbers.ER_BINLOG_STMT_MODE_AND_ROW_ENGINE, MysqlErrorNumbers.ER_BINLOG_LOGGING_IMPOSSIBLE);

    private static final Set<Integer> MISSING_RIGHT = Set.of(
            MysqlErrorNumbers.ER_DBACCESS_DENIED_ERROR,
            MysqlErrorNumbers.ER_TABLEACCESS_DENIED_ERROR,
            MysqlErrorNumbers.ER_COLUMNACCESS_DENIED_ERROR,
            MysqlErrorNumbers.ER_SPECIFIC_ACCESS_DENIED_ERROR,
            MysqlErrorNumbers.ER_PROCACCESS_DENIED_ERROR);

    /** Error of a Galera node without the majority of its cluster. */
    private static final int NOT_PREPARED = MysqlErrorNumbers.ER_UNKNOWN_COM_ERROR;

    /** Error of Group Replication before any change. */
    private static final int GROUP_REFUSES = MysqlErrorNumbers.ER_BEFORE_DML_VALIDATION_ERROR;

    /** MySQL's binary form of the orders exceeds the packet size, although their text does not. */
    private static final int VALUE_TOO_LARGE = MysqlErrorNumbers.ER_WARN_ALLOWED_PACKET_OVERFLOWED;

    /** SQL state classes (ISO/IEC 9075) of an invalid order: data, constraint, signal. */
    private static final Set<String> INVALID_ORDER = Set.of("22", "23", "45");

    /** SQL state class of an invalid or forbidden statement: no order is carried out until an operator corrects it. */
    private static final String SYNTAX_OR_RIGHTS = "42";

    /** "Transaction resolution unknown": the procedure signals it for an error during or after its COMMIT. */
    private static final String MAY_BE_COMMITTED = "08007";

    /** MySQL reports it with the general SQL state HY000. */
    private static final int CHECK_VIOLATED = MysqlErrorNumbers.ER_CHECK_CONSTRAINT_VIOLATED;

    private SqlErrorClassifier() {}

    static FailureKind of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotGetJdbcConnectionException) {
                return FailureKind.REJECTED;
            }
            if (cause instanceof SQLException sql) {
                return of(sql);
            }
        }
        return FailureKind.UNKNOWN;
    }

    /** Returns why the database refuses every order; empty if the failure has another cause. */
    static Optional<BatchEngine.Refused> refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.ofNullable(refusal(sql));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a new session may succeed where this one fails: after a failover to another server, or after a change of
     * rights or settings since the session began.
     */
    public static boolean mayDependOnSession(SQLException thrown) {
        int code = thrown.getErrorCode();
        return READ_ONLY.contains(code)
                || code == GROUP_REFUSES
                || code == NOT_PREPARED
                || STATEMENT_BINLOG.contains(code)
                || MISSING_RIGHT.contains(code);
    }

    /** Whether the failure is an answer of the database, which is therefore reachable. */
    public static boolean isAnswer(Throwable thrown) {
        return NestedExceptionUtils.getMostSpecificCause(thrown) instanceof SQLException sql && sql.getErrorCode() > 0;
    }

    private static FailureKind of(SQLException thrown) {
        int code = thrown.getErrorCode();
        if (thrown instanceof PacketTooBigException || code == MysqlErrorNumbers.ER_NET_PACKET_TOO_LARGE) {
            return FailureKind.OVERSIZED;
        }
        if (READ_ONLY.contains(code)) {
            return FailureKind.REJECTED;
        }
        if (MAY_BE_COMMITTED.equals(thrown.getSQLState())) {
            return FailureKind.UNKNOWN;
        }
        if (code == VALUE_TOO_LARGE) {
            return FailureKind.OVERSIZED;
        }
        if (ROLLED_BACK.contains(code) || refusal(thrown) != null) {
            return FailureKind.REJECTED;
        }
        return INVALID_ORDER.contains(stateClass(thrown)) || code == CHECK_VIOLATED
                ? FailureKind.BROKEN
                : FailureKind.UNKNOWN;
    }

    private static BatchEngine.@Nullable Refused refusal(SQLException thrown) {
        int code = thrown.getErrorCode();
        if (READ_ONLY.contains(code)) {
            return new BatchEngine.Refused("the server is read-only", false);
        }
        if (FULL.contains(code) || (FILE.contains(code) && isNoSpace(thrown))) {
            return new BatchEngine.Refused("a table or a disk of the server is full", false);
        }
        if (STATEMENT_BINLOG.contains(code)) {
            return new BatchEngine.Refused("its binlog_format is STATEMENT, needed is ROW", false);
        }
        if (code == NOT_PREPARED || code == GROUP_REFUSES) {
            return new BatchEngine.Refused("the server's cluster takes no writes", false);
        }
        if (code == MysqlErrorNumbers.ER_SP_DOES_NOT_EXIST) {
            return new BatchEngine.Refused("a stored procedure is missing: dumps need --routines", true);
        }
        if (MISSING_RIGHT.contains(code)) {
            return new BatchEngine.Refused("the account lacks a right, error " + code, true);
        }
        return stateClass(thrown).equals(SYNTAX_OR_RIGHTS)
                ? new BatchEngine.Refused("its schema does not fit this version, error " + code, true)
                : null;
    }

    private static boolean isNoSpace(SQLException thrown) {
        String message = thrown.getMessage();
        return message != null && NO_SPACE.matcher(message).find();
    }

    private static String stateClass(SQLException thrown) {
        String state = thrown.getSQLState();
        return state != null && state.length() == 5 ? state.substring(0, 2) : "";
    }
}
