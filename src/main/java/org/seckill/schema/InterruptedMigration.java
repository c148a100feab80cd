package org.seckill.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes a migration of several statements that was killed between two of them. A statement that adds a table,
 * columns or constraints is executed for those that are missing. All other statements are safe to repeat and are
 * executed again. Used for the scripts V1 and V2, which are released and cannot be changed; each later script is one
 * statement.
 */
final class InterruptedMigration {
    private static final Logger log = LoggerFactory.getLogger(InterruptedMigration.class);

    private static final Pattern CREATE_TABLE = Pattern.compile("CREATE TABLE (\\w+)\\s.*", Pattern.DOTALL);
    private static final Pattern ALTER_TABLE = Pattern.compile("ALTER TABLE (\\w+)\\s+(ADD\\s.*)", Pattern.DOTALL);
    private static final Pattern ADDED = Pattern.compile("ADD (COLUMN|CONSTRAINT) (\\w+)\\s.*", Pattern.DOTALL);

    private final Connection connection;
    private final List<String> statements;

    InterruptedMigration(Connection connection, String script) {
        this.connection = connection;
        // A semicolon inside a line is part of a string.
        this.statements = Stream.of(script.replaceAll("(?m)^\\s*--.*$", "").split(";\\s*(\\R|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** @return false if the migration has not begun; then nothing is changed */
    boolean finish() throws SQLException {
        List<String> left = new ArrayList<>();
        boolean begun = false;
        for (String statement : statements) {
            String missing = missing(statement);
            begun |= !missing.equals(statement);
            if (!missing.isEmpty()) {
                left.add(missing);
            }
        }
        if (begun) {
            log.warn("finishing an interrupted migration: {} of {} statements", left.size(), statements.size());
            try (Statement session = connection.createStatement()) {
                for (String statement : left) {
                    session.execute(statement);
                }
            }
        }
        return begun;
    }

    /** @return the part of the statement whose objects are missing; empty if all of them exist */
    private String missing(String statement) throws SQLException {
        Matcher table = CREATE_TABLE.matcher(statement);
        if (table.matches()) {
            return isThere("tables", "table_name = ?", table.group(1)) ? "" : statement;
        }
        Matcher alter = ALTER_TABLE.matcher(statement);
        if (!alter.matches()) {
            return statement;
        }
        List<String> parts = List.of(alter.group(2).split(",\\s*\\R\\s*"));
        List<String> missing = new ArrayList<>();
        for (String part : parts) {
            if (!isAdded(alter.group(1), part)) {
                missing.add(part);
            }
        }
        if (missing.size() == parts.size()) {
            return statement;
        }
        return missing.isEmpty() ? "" : "ALTER TABLE " + alter.group(1) + " " + String.join(", ", missing);
    }

    private boolean isAdded(String table, String part) throws SQLException {
        Matcher added = ADDED.matcher(part);
        if (!added.matches()) {
            throw new IllegalArgumentException(part);
        }
        return added.group(1).equals("COLUMN")
                ? isThere("columns", "table_name = ? AND column_name = ?", table, added.group(2))
                : isThere("table_constraints", "table_name = ? AND constraint_name = ?", table, added.group(2));
    }

    private boolean isThere(String kind, String condition, String... names) throws SQLException {
        String question =
                "SELECT COUNT(*) FROM information_schema." + kind + " WHERE table_schema = DATABASE() AND " + condition;
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            for (int i = 0; i < names.length; i++) {
                statement.setString(i + 1, names[i]);
            }
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getInt(1) > 0;
            }
        }
    }
}
