package org.seckill.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.server.StartupFailure;

/** Refuses a database server whose version or settings prevent purchases or migrations. */
final class ServerCheck {
    private static final Pattern VERSION = Pattern.compile("([0-9]+)\\.([0-9]+)\\.([0-9]+).*");

    /** Modes that change the meaning of statements, or turn an empty text into NULL. */
    private static final List<String> OTHER_SQL = List.of("ORACLE", "EMPTY_STRING_IS_NULL");

    private ServerCheck() {}

    /** Checks what every start needs. @throws StartupFailure if it is not met */
    static void require(Connection connection) throws SQLException {
        Map<String, String> variables = variables(connection);
        requireVersion(variables.getOrDefault("version", ""));
        List<String> modes = List.of(variables.getOrDefault("sql_mode", "").split(","));
        for (String mode : OTHER_SQL) {
            if (modes.contains(mode)) {
                throw new StartupFailure(
                        ("the database's sql_mode contains %s, which changes the meaning of SQL: SET GLOBAL"
                                        + " sql_mode without it (it is '%s'), or add"
                                        + " sessionVariables=sql_mode='STRICT_TRANS_TABLES' to SECKILL_DB_URL")
                                .formatted(mode, String.join(",", modes)));
            }
        }
        if (!modes.contains("STRICT_TRANS_TABLES") && !modes.contains("STRICT_ALL_TABLES")) {
            throw new StartupFailure(
                    "the database's sql_mode is not strict, so that it cuts values to fit: take"
                            + " jdbcCompliantTruncation and sql_mode out of SECKILL_DB_URL, or add STRICT_TRANS_TABLES to sql_mode");
        }
        if (isOn(variables, "log_bin") && "STATEMENT".equals(variables.get("binlog_format"))) {
            throw new StartupFailure(
                    "the database's binlog_format is STATEMENT, with which no purchase can be recorded: SET"
                            + " GLOBAL binlog_format = 'ROW' (or MIXED), also in its configuration, and start again");
        }
    }

    /** Checks what a migration needs. @throws StartupFailure if it is not met */
    static void requireWritable(Connection connection) throws SQLException {
        if (isOn(variables(connection), "read_only")) {
            throw new StartupFailure(
                    "the database is read-only (read_only=ON), and the schema has to be migrated: point"
                            + " SECKILL_DB_URL to the primary, or SET GLOBAL read_only = 0");
        }
    }

    private static void requireVersion(String version) {
        Matcher numbers = VERSION.matcher(version);
        boolean isMariaDb = version.contains("MariaDB");
        if (!numbers.matches() || number(numbers) < (isMariaDb ? 10_06_00 : 8_00_16)) {
            throw new StartupFailure(
                    "the database is %s: needed is MySQL 8.0.16 or newer, or MariaDB 10.6 or newer".formatted(version));
        }
    }

    private static int number(Matcher numbers) {
        return 10_000 * Integer.parseInt(numbers.group(1))
                + 100 * Integer.parseInt(numbers.group(2))
                + Integer.parseInt(numbers.group(3));
    }

    private static boolean isOn(Map<String, String> variables, String name) {
        return "ON".equalsIgnoreCase(variables.get(name));
    }

    /** The variables of this session. A variable that the server does not have is absent. */
    private static Map<String, String> variables(Connection connection) throws SQLException {
        Map<String, String> variables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW VARIABLES WHERE variable_name IN"
                        + " ('version', 'sql_mode', 'log_bin', 'binlog_format', 'read_only')")) {
            while (rows.next()) {
                variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
            }
        }
        return variables;
    }
}
