package org.seckill.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seckill.server.StartupFailure;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.DatabaseAdministrator;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.run.ConcurrentRun;

/** Starts that fail while they migrate, and the start after them. */
@Tag("database")
class SchemaMigrationIT {
    private static final String SCHEMA = "seckill_started";
    private static final String CLEAN = "seckill_clean";
    private static final Path MIGRATIONS = Path.of("sql/migration");

    private Database database;
    private TestSales sales;

    @BeforeEach
    void makeASchema() {
        database = TestEngines.database().schema(SCHEMA);
        sales = new TestSales(database);
    }

    @AfterEach
    void drop() {
        for (String schema : List.of(SCHEMA, CLEAN)) {
            TestEngines.database().update("DROP DATABASE IF EXISTS " + schema);
        }
    }

    /** How many statements of the released scripts a killed start had run: of V1, and then of V2. */
    static IntStream cutsOfTheFirst() {
        return IntStream.rangeClosed(
                0, statements("V1__sales_and_purchases.sql").size());
    }

    static IntStream cutsOfTheSecond() {
        return IntStream.rangeClosed(0, statements("V2__what_is_sold.sql").size());
    }

    @ParameterizedTest
    @MethodSource("cutsOfTheFirst")
    void aFirstStartThatWasKilledIsFinishedByTheNext(int done) throws SQLException {
        released("1");
        execute("DROP TABLE purchase", "DROP TABLE seckill", "DELETE FROM flyway_schema_history");
        execute(statements("V1__sales_and_purchases.sql").subList(0, done).toArray(String[]::new));
        migration().run();
        assertIsAsAfterACleanStart();
    }

    @ParameterizedTest
    @MethodSource("cutsOfTheSecond")
    void anUpgradeThatWasKilledIsFinishedByTheNextStart(int done) throws SQLException {
        upgradeKilledAfter(done);
        migration().run();
        assertIsAsAfterACleanStart();
        assertThat(database.rows("SELECT number, offered FROM seckill")).containsExactly(List.of(7, 9));
    }

    @ParameterizedTest
    @MethodSource("cutsOfTheSecond")
    void anUpgradeThatFailedIsFinishedByTheNextStart(int done) throws SQLException {
        upgradeKilledAfter(done);
        database.update(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (2, '2', 'what is sold', 'SQL', 'V2__what_is_sold.sql', 1,"
                        + " 'test', 0, 0)");
        migration().run();
        assertIsAsAfterACleanStart();
        assertThat(database.rows("SELECT number, offered FROM seckill")).containsExactly(List.of(7, 9));
    }

    @Test
    void nodesThatStartTogetherAfterAKilledUpgradeAllStart() {
        upgradeKilledAfter(2);
        ConcurrentRun.of(4, node -> {
                    start(migration());
                    return true;
                })
                .results();
        assertIsAsAfterACleanStart();
    }

    @Test
    void aFailedProcedureIsMadeByTheNextStart() throws SQLException {
        migration().run();
        database.update("DROP PROCEDURE execute_seckill");
        database.update("UPDATE flyway_schema_history SET success = 0 WHERE script = 'R__execute_seckill.sql'");
        migration().run();
        assertIsAsAfterACleanStart();
    }

    @Test
    void aProcedureThatIsMissingOrOlderIsReplaced() throws SQLException {
        migration().run();
        database.update("DROP PROCEDURE execute_seckill");
        database.update("DROP PROCEDURE restock_seckill");
        database.update("CREATE PROCEDURE restock_seckill(IN in_sale BIGINT, IN in_units INT) SELECT 1");
        migration().run();
        assertIsAsAfterACleanStart();
    }

    @Test
    void aSchemaOfANewerVersionIsLeftAsItIs() throws SQLException {
        migration().run();
        database.update("DROP PROCEDURE restock_seckill");
        database.update(
                "CREATE PROCEDURE restock_seckill(IN in_sale BIGINT, IN in_units INT) COMMENT 'version 99' SELECT 1");
        List<List<Object>> history = database.rows("SELECT * FROM flyway_schema_history");
        migration().run();
        migration().requireCurrent();
        assertThat(procedures()).contains(List.of("restock_seckill", "version 99"));
        assertThat(database.rows("SELECT * FROM flyway_schema_history")).isEqualTo(history);
    }

    @Test
    void whatRightsAreMissingIsSaidBeforeAnythingChanges() throws SQLException {
        try {
            Database limited = user("SELECT, INSERT, UPDATE, DELETE, EXECUTE, CREATE, ALTER");
            assertThatThrownBy(() -> migration(limited).run())
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("has no right to ALTER ROUTINE, CREATE ROUTINE, REFERENCES")
                    .hasMessageContaining(
                            "GRANT ALTER ROUTINE, CREATE ROUTINE, REFERENCES ON `" + SCHEMA + "`.* TO 'limited'@'");
            assertThat(database.rows("SHOW TABLES")).isEmpty();
            DatabaseAdministrator.run(
                    database, "GRANT ALTER ROUTINE, CREATE ROUTINE, REFERENCES ON " + SCHEMA + ".* TO limited@'%'");
            migration(limited).run();
            assertIsAsAfterACleanStart();
        } finally {
            DatabaseAdministrator.run(database, "DROP USER limited@'%'");
        }
    }

    /** As an operator does who migrates with another user. */
    @Test
    void aUserWhoMayOnlyReadWriteAndCallStartsOnAMigratedSchema() throws SQLException {
        migration().run();
        try {
            Database limited = user("SELECT, INSERT, UPDATE, DELETE, EXECUTE");
            migration(limited).run();
            database.update("DROP PROCEDURE execute_seckill");
            assertThatThrownBy(() -> migration(limited).run())
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("the procedure execute_seckill is missing");
        } finally {
            DatabaseAdministrator.run(database, "DROP USER limited@'%'");
        }
    }

    @Test
    void sqlModesThatChangeTheMeaningOfSqlAreRefusedAndOthersAreNot() throws SQLException {
        // MySQL has no such modes.
        for (String mode : isMariaDb() ? List.of("ORACLE", "EMPTY_STRING_IS_NULL") : List.<String>of()) {
            assertThatThrownBy(() -> migration(withSqlMode(mode)).run())
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("sql_mode contains " + mode);
        }
        assertThat(database.rows("SHOW TABLES")).isEmpty();
        migration(withSqlMode("ANSI")).run();
        assertIsAsAfterACleanStart();
    }

    @Test
    void aModeThatCutsValuesToFitIsRefused() {
        assertThatThrownBy(() -> migration(new Database(
                                database.url() + "?jdbcCompliantTruncation=false&sessionVariables=sql_mode=''",
                                database.user(),
                                database.password()))
                        .run())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("not strict");
    }

    @Test
    void aBinaryLogOfStatementsIsRefusedBeforeAnythingChanges() throws SQLException {
        if (isMariaDb()) {
            // That of the tests has no binary log: then its format changes nothing.
            DatabaseAdministrator.run(database, "SET GLOBAL binlog_format = 'STATEMENT'");
            try {
                migration().run();
            } finally {
                DatabaseAdministrator.run(database, "SET GLOBAL binlog_format = 'MIXED'");
            }
            assertIsAsAfterACleanStart();
            return;
        }
        Database logged = new Database(
                database.url() + "?sessionVariables=binlog_format='STATEMENT'", database.user(), database.password());
        assertThatThrownBy(() -> migration(logged).run())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("binlog_format is STATEMENT");
        assertThat(database.rows("SHOW TABLES")).isEmpty();
    }

    @Test
    void aReadOnlyDatabaseIsNamedBeforeAMigration() throws SQLException {
        DatabaseAdministrator.run(database, "SET GLOBAL read_only = 1");
        try {
            assertThatThrownBy(() -> migration().run())
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("read_only=ON");
        } finally {
            DatabaseAdministrator.run(database, "SET GLOBAL read_only = 0");
        }
        assertThat(database.rows("SHOW TABLES")).isEmpty();
        migration().run();
    }

    @Test
    void tablesOfOthersInTheSchemaStayAsTheyAre() throws SQLException {
        execute("CREATE TABLE theirs (id INT)", "INSERT INTO theirs VALUES (1), (2)");
        migration().run();
        assertThat(database.number("SELECT COUNT(*) FROM theirs")).isEqualTo(2);
        execute("DROP TABLE theirs");
        migration().run();
        database.update("DELETE FROM flyway_schema_history WHERE version = '0'");
        assertIsAsAfterACleanStart();
    }

    @Test
    void aTableOfOthersThatHasOneOfOurNamesIsRefused() {
        execute("CREATE TABLE seckill (id INT)");
        assertThatThrownBy(() -> migration().run())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("has a table 'seckill' which this program did not make");
        assertThat(database.rows("SHOW TABLES")).containsExactly(List.of("seckill"));
    }

    @Test
    void theHistoryOfAnotherApplicationIsRefused() throws SQLException {
        migration().run();
        execute("DROP TABLE purchase", "DROP TABLE seckill");
        database.update("UPDATE flyway_schema_history SET script = 'V1__users.sql' WHERE version = '1'");
        assertThatThrownBy(() -> migration().run())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("V1__users.sql");
    }

    /** A dump, say, that has read a table and goes on for an hour. */
    @Test
    void aMigrationThatWaitsForADumpHoldsUpNoReaderAndIsDoneAfterIt() throws SQLException {
        released("1");
        long sale = sales.open(5);
        AtomicBoolean started = new AtomicBoolean();
        ConcurrentRun node;
        try (Connection dump = database.connect();
                Statement reading = dump.createStatement()) {
            dump.setAutoCommit(false);
            reading.executeQuery("SELECT * FROM seckill").close();
            reading.executeQuery("SELECT * FROM purchase").close();
            node = ConcurrentRun.of(1, i -> {
                start(migration());
                started.set(true);
                return true;
            });
            await().until(() -> database.number("SELECT COUNT(*) FROM information_schema.processlist" + " WHERE db = '"
                            + SCHEMA + "' AND state LIKE 'Waiting for table metadata lock%'")
                    > 0);
            for (int i = 0; i < 3; i++) {
                // Behind the waiting statement: less than the three seconds that a node waits for an answer.
                long begun = System.nanoTime();
                database.update("UPDATE seckill SET number = number - 1 WHERE seckill_id = ?", sale);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
            }
            assertThat(started).isFalse();
            dump.rollback();
        }
        node.results();
        assertThat(sales.stock(sale)).isEqualTo(2);
        assertIsAsAfterACleanStart();
    }

    @Test
    void aDumpThatGoesOnIsNamedAndTheNextStartSucceeds() throws SQLException {
        released("1");
        try (Connection dump = database.connect();
                Statement reading = dump.createStatement()) {
            dump.setAutoCommit(false);
            reading.executeQuery("SELECT * FROM seckill").close();
            assertThatThrownBy(() -> migration(database, Duration.ZERO).run())
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("another session uses a table");
        }
        migration().run();
        assertIsAsAfterACleanStart();
    }

    @Test
    void aSaleWithPurchasesCanBeNeitherDeletedNorRenumbered() throws SQLException {
        migration().run();
        long sale = sales.open(5);
        long other = sales.open(5);
        buy(sale);
        for (String change : List.of(
                "DELETE FROM seckill WHERE seckill_id = " + sale,
                "UPDATE seckill SET seckill_id = 5 WHERE seckill_id = " + sale,
                "TRUNCATE TABLE seckill",
                "DROP TABLE seckill")) {
            assertThatThrownBy(() -> attempt(change)).isInstanceOf(SQLException.class);
        }
        assertThat(sales.stock(sale)).isEqualTo(5);
        database.update("DELETE FROM seckill WHERE seckill_id = ?", other);
    }

    @Test
    void aPurchaseWithoutASaleAndASaleWithAZeroDateStopNoUpgrade() throws SQLException {
        released("1");
        long sale = sales.open(5);
        buy(sale);
        execute(
                "DELETE FROM seckill",
                "SET SESSION sql_mode = ''",
                "INSERT INTO seckill (name, number, start_time, end_time) VALUES ('zero', 1, 0, NOW() + INTERVAL 1 DAY)");
        migration().run();
        assertThat(sales.purchases(sale)).isEqualTo(1);
        assertThat(database.number("SELECT COUNT(*) FROM seckill")).isEqualTo(1);
        assertThatThrownBy(
                        () -> attempt("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (1, '138', 't')"))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aTimeThatCannotBeStoredIsRefusedByNameAlsoWhereTheServerIsNotStrict() throws SQLException {
        migration().run();
        long sale = sales.open(5);
        for (String time :
                List.of("start_time = '0000-00-00'", "end_time = '2300-01-01'", "start_time = '1960-01-01'")) {
            String change = "UPDATE seckill SET " + time + " WHERE seckill_id = " + sale;
            assertThatThrownBy(() -> attempt("SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE'", change))
                    .hasMessageContaining("Incorrect datetime value");
            assertThatThrownBy(() -> attempt("SET SESSION sql_mode = ''", change))
                    .hasMessageMatching("(?s).*(times_are_in_the_range_of_timestamp|window_opens_before_it_closes).*");
        }
    }

    private void upgradeKilledAfter(int done) {
        released("1");
        long sale = sales.open(7);
        for (int state = -1; state <= 1; state++) {
            database.update(
                    "INSERT INTO purchase (seckill_id, user_phone, ticket, state) VALUES (?, ?, 't', ?)",
                    sale,
                    "1380000000" + (state + 1),
                    state);
        }
        execute(statements("V2__what_is_sold.sql").subList(0, done).toArray(String[]::new));
    }

    private void buy(long sale) {
        database.update("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, '13800000000', 't')", sale);
    }

    private void assertIsAsAfterACleanStart() {
        Database clean = TestEngines.database().schema(CLEAN);
        try {
            start(migration(clean));
            for (String question : List.of(
                    "SELECT table_name, column_name, column_default, is_nullable, column_type, collation_name"
                            + " FROM information_schema.columns WHERE table_schema = DATABASE()"
                            + " ORDER BY table_name, ordinal_position",
                    "SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints"
                            + " WHERE table_schema = DATABASE() ORDER BY table_name, constraint_name",
                    "SELECT version, script, checksum, success FROM flyway_schema_history ORDER BY script")) {
                assertThat(database.rows(question)).isEqualTo(clean.rows(question));
            }
            assertThat(procedures())
                    .containsExactly(List.of("execute_seckill", "version 2"), List.of("restock_seckill", "version 2"));
            migration().requireCurrent();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<List<Object>> procedures() {
        return database.rows("SELECT routine_name, routine_comment FROM information_schema.routines"
                + " WHERE routine_schema = DATABASE() ORDER BY routine_name");
    }

    private Database user(String rights) {
        DatabaseAdministrator.run(
                database,
                "CREATE USER limited@'%' IDENTIFIED "
                        + (isMariaDb() ? "" : "WITH mysql_native_password ")
                        + "BY 'secret'",
                "GRANT " + rights + " ON " + SCHEMA + ".* TO limited@'%'");
        return new Database(database.url(), "limited", "secret");
    }

    private Database withSqlMode(String mode) {
        return new Database(
                database.url() + "?sessionVariables=sql_mode='" + mode + "'", database.user(), database.password());
    }

    private boolean isMariaDb() {
        return database.rows("SELECT VERSION()").toString().contains("MariaDB");
    }

    private static void start(SchemaMigration migration) {
        try {
            migration.run();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private SchemaMigration migration() {
        return migration(database);
    }

    private static SchemaMigration migration(Database database) {
        return migration(database, Duration.ofMinutes(1));
    }

    private static SchemaMigration migration(Database database, Duration timeout) {
        return new SchemaMigration(database.url(), database.user(), database.password(), new Properties(), timeout);
    }

    /** As an older version of the program left it. */
    private void released(String version) {
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:sql/migration")
                .target(version)
                .load()
                .migrate();
    }

    private void execute(String... statements) {
        try {
            attempt(statements);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** In one session, which is then gone, as that of a killed program is. */
    private void attempt(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement session = connection.createStatement()) {
            for (String statement : statements) {
                session.execute(statement);
            }
        }
    }

    private static List<String> statements(String script) {
        try (Stream<String> lines = Files.lines(MIGRATIONS.resolve(script))) {
            String sql = lines.filter(line -> !line.startsWith("--")).reduce("", (text, line) -> text + line + "\n");
            return Stream.of(sql.split(";\n"))
                    .map(String::strip)
                    .filter(one -> !one.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
