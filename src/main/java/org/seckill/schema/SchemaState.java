package org.seckill.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.seckill.server.StartupFailure;

/**
 * A snapshot of a schema's migrations and procedures, compared with those of this program. A caller that changes the
 * schema must hold Flyway's lock while it creates and uses this object.
 */
final class SchemaState {
    /** Flyway's history table. */
    static final String HISTORY = "flyway_schema_history";

    private static final String MIGRATIONS = "/sql/migration/";
    private static final String PROCEDURES = "/sql/procedure/";

    private static final Pattern VERSION = Pattern.compile("COMMENT 'version ([0-9]+)'");
    private static final Pattern IN_COMMENT = Pattern.compile("version ([0-9]+)");

    /** Versions of several statements each, which cannot simply be repeated. */
    private static final List<String> IN_SEVERAL_STEPS = List.of("1", "2");

    private final Connection connection;
    private final Flyway flyway;
    private final boolean hasHistory;
    private final List<Entry> history;
    private final List<MigrationInfo> ours;
    private final List<MigrationInfo> pending;
    private final List<Procedure> procedures;

    private record Entry(@Nullable String version, String type, String script, boolean success) {
        boolean isMigration() {
            return version != null && !type.equals("BASELINE");
        }
    }

    /**
     * @param needed the version in this program
     * @param found the version in the database: 0 if the procedure has no version, -1 if it does not exist
     */
    private record Procedure(String name, String script, int needed, int found) {
        boolean isUsable() {
            return found >= needed;
        }

        String fault() {
            return found < 0
                    ? "the procedure %s is missing, or the user has no EXECUTE right on it".formatted(name)
                    : "the procedure %s is of version %s, and needed is %s".formatted(name, found, needed);
        }
    }

    SchemaState(Connection connection, Flyway flyway) throws SQLException {
        this.connection = connection;
        this.flyway = flyway;
        this.hasHistory = !tables(HISTORY).isEmpty();
        this.history = hasHistory ? readHistory() : List.of();
        this.ours = Stream.of(flyway.info().all())
                .filter(info -> info.getState().isResolved())
                .toList();
        this.pending = List.of(flyway.info().pending());
        this.procedures = readProcedures();
    }

    /** @throws StartupFailure if the history or tables with the shop's names belong to another application */
    void requireOurs() throws SQLException {
        String schema = connection.getCatalog();
        for (Entry entry : history) {
            if (entry.isMigration() && !isBeyondOurs(entry) && !isOurs(entry.script())) {
                throw new StartupFailure(
                        ("the table %s of the schema %s has the migrations of another application (%s): give"
                                        + " this one a schema of its own in SECKILL_DB_URL")
                                .formatted(HISTORY, schema, entry.script()));
            }
        }
        if (isApplied("1") || history.stream().anyMatch(entry -> entry.isMigration() && entry.success())) {
            return;
        }
        for (String table : tables("seckill", "purchase", "sale_text", "node_secret")) {
            if (!hasHistory || !isEmpty(table)) {
                throw new StartupFailure(
                        ("the schema %s has a table '%s' which this program did not make, and nothing in it was"
                                        + " changed: give this program a schema of its own in SECKILL_DB_URL; if this is a"
                                        + " restored shop, restore its table %s too")
                                .formatted(schema, table, HISTORY));
            }
        }
    }

    /** Whether a newer version of this program has migrated the schema or replaced a procedure. */
    boolean isNewer() {
        return history.stream().anyMatch(entry -> entry.isMigration() && entry.success() && isBeyondOurs(entry))
                || procedures.stream().anyMatch(procedure -> procedure.found() > procedure.needed());
    }

    private boolean isBeyondOurs(Entry entry) {
        return ours.stream()
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .noneMatch(version -> version.compareTo(MigrationVersion.fromVersion(entry.version())) >= 0);
    }

    private static boolean isOurs(String script) {
        return SchemaState.class.getResource(MIGRATIONS + script) != null;
    }

    boolean hasFailed() {
        return history.stream().anyMatch(entry -> !entry.success());
    }

    boolean isWorkLeft() {
        return hasFailed() || !pending.isEmpty() || !procedures.stream().allMatch(Procedure::isUsable);
    }

    /** The pending work, as part of a message. */
    String work() {
        List<String> work = new ArrayList<>();
        if (hasFailed() || !pending.isEmpty()) {
            work.add("the schema has to be migrated");
        }
        procedures.stream()
                .filter(procedure -> !procedure.isUsable())
                .map(Procedure::fault)
                .forEach(work::add);
        return String.join(", and ", work);
    }

    /** Prepares the schema for Flyway: removes failed entries, finishes half-applied versions, marks lost procedures. */
    void prepare() throws SQLException {
        if (!hasHistory) {
            return;
        }
        update("DELETE FROM " + HISTORY + " WHERE success = 0");
        for (String version : IN_SEVERAL_STEPS) {
            if (!isApplied(version) && !finish(MigrationVersion.fromVersion(version))) {
                break;
            }
        }
        for (Procedure lost : procedures) {
            if (!lost.isUsable()) {
                // Without this entry Flyway creates the procedure again.
                update("DELETE FROM " + HISTORY + " WHERE script = ?", lost.script());
            }
        }
    }

    /** @return false if the migration has not begun */
    private boolean finish(MigrationVersion version) throws SQLException {
        // Read again: before the failed entry was deleted, Flyway returned the data of that entry.
        MigrationInfo info = Stream.of(flyway.info().pending())
                .filter(pending -> version.equals(pending.getVersion()))
                .findFirst()
                .orElseThrow();
        boolean isFinished = new InterruptedMigration(connection, text(MIGRATIONS + info.getScript())).finish();
        if (isFinished) {
            record(info);
        }
        return isFinished;
    }

    /** @throws StartupFailure if a procedure is missing or too old */
    void requireProcedures() {
        for (Procedure procedure : procedures) {
            if (!procedure.isUsable()) {
                throw new StartupFailure(procedure.fault()
                        + ": start a node of this version whose user may create procedures, or apply sql/procedure/"
                        + procedure.script());
            }
        }
    }

    private boolean isApplied(String version) {
        return history.stream()
                .anyMatch(entry -> entry.success()
                        && entry.version() != null
                        && MigrationVersion.fromVersion(entry.version())
                                        .compareTo(MigrationVersion.fromVersion(version))
                                >= 0);
    }

    private void record(MigrationInfo info) throws SQLException {
        update(
                "INSERT INTO " + HISTORY
                        + " (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)"
                        + " SELECT COALESCE(MAX(installed_rank), 0) + 1, ?, ?, 'SQL', ?, ?, CURRENT_USER(), 0, 1 FROM "
                        + HISTORY,
                info.getVersion().getVersion(),
                info.getDescription(),
                info.getScript(),
                info.getChecksum());
    }

    private List<Entry> readHistory() throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT version, type, script, success FROM " + HISTORY + " ORDER BY installed_rank");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                entries.add(new Entry(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4)));
            }
        }
        return entries;
    }

    private List<Procedure> readProcedures() throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT routine_name, routine_comment FROM information_schema.routines"
                                + " WHERE routine_schema = DATABASE() AND routine_type = 'PROCEDURE'");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.put(rows.getString(1), version(IN_COMMENT, rows.getString(2)));
            }
        }
        return ours.stream()
                .filter(info -> info.getVersion() == null)
                .map(MigrationInfo::getScript)
                .map(script -> {
                    String name = script.replaceFirst("^R__", "").replaceFirst("\\.sql$", "");
                    int needed = version(VERSION, text(PROCEDURES + script));
                    return new Procedure(name, script, needed, found.getOrDefault(name, -1));
                })
                .toList();
    }

    private static int version(Pattern pattern, String text) {
        Matcher version = pattern.matcher(text);
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    private List<String> tables(String... names) throws SQLException {
        List<String> tables = new ArrayList<>();
        for (String name : names) {
            if (count(
                            "SELECT COUNT(*) FROM information_schema.tables"
                                    + " WHERE table_schema = DATABASE() AND table_name = ?",
                            name)
                    > 0) {
                tables.add(name);
            }
        }
        return tables;
    }

    private boolean isEmpty(String table) throws SQLException {
        return count("SELECT COUNT(*) FROM (SELECT 1 FROM " + table + " LIMIT 1) AS one") == 0;
    }

    private int count(String question, Object... parameters) throws SQLException {
        try (PreparedStatement statement = statement(question, parameters);
                ResultSet answer = statement.executeQuery()) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private void update(String change, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = statement(change, parameters)) {
            statement.executeUpdate();
        }
    }

    private PreparedStatement statement(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static String text(String resource) {
        try (InputStream script = SchemaState.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
