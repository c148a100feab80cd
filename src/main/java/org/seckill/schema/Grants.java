package org.seckill.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.server.StartupFailure;

/**
 * The rights of a user on a schema, read from {@code SHOW GRANTS}. Rights on all schemas, on this schema, on a matching
 * pattern and from an active role count; rights on single tables do not.
 *
 * @param user the account that the server uses, {@code name@host}
 */
record Grants(String user, String schema, List<String> lines) {
    private static final Pattern LINE = Pattern.compile("GRANT (.+?) ON (.+?)\\.\\* TO .*");

    /** The rights that all migrations together need, so that no migration stops halfway. */
    private static final Set<String> NEEDED = new TreeSet<>(Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "CREATE",
            "ALTER",
            "REFERENCES",
            "EXECUTE",
            "CREATE ROUTINE",
            "ALTER ROUTINE"));

    static Grants of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String user = text(statement, "SELECT CURRENT_USER()");
            String role = text(statement, "SELECT CURRENT_ROLE()");
            boolean isMariaDb = text(statement, "SELECT VERSION()").contains("MariaDB");
            // MariaDB includes the rights of the active role; MySQL needs USING for it.
            String show = isMariaDb || role.isEmpty() || role.equals("NONE")
                    ? "SHOW GRANTS"
                    : "SHOW GRANTS FOR CURRENT_USER() USING " + role;
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(show)) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return new Grants(user, connection.getCatalog(), lines);
        }
    }

    /**
     * @param work why the rights are needed, for the message
     * @throws StartupFailure if a right is missing
     */
    void require(String work) {
        Set<String> missing = missing();
        if (!missing.isEmpty()) {
            String rights = String.join(", ", missing);
            throw new StartupFailure(
                    ("the database user %s has no right to %s in the schema %s, which is needed because %s:"
                                    + " GRANT %s ON `%s`.* TO '%s', or let another user migrate first (docs/operating.md)")
                            .formatted(user, rights, schema, work, rights, schema, user.replace("@", "'@'")));
        }
    }

    Set<String> missing() {
        Set<String> missing = new TreeSet<>(NEEDED);
        for (String line : lines) {
            Matcher grant = LINE.matcher(line);
            if (grant.matches() && covers(grant.group(2))) {
                if (grant.group(1).startsWith("ALL PRIVILEGES")) {
                    return Set.of();
                }
                List.of(grant.group(1).split(", ?")).forEach(missing::remove);
            }
        }
        return missing;
    }

    // The schema of a grant can be a LIKE pattern, such as `shop\_%`.
    private boolean covers(String object) {
        String name = object.replaceAll("^[`\"]|[`\"]$", "");
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\' && i + 1 < name.length()) {
                i++;
                pattern.append(Pattern.quote(name.substring(i, i + 1)));
            } else {
                pattern.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
            }
        }
        return name.equals("*") || schema.matches(pattern.toString());
    }

    private static String text(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            String text = answer.getString(1);
            return text == null ? "" : text;
        }
    }
}
