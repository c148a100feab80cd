package org.seckill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.server.StartupFailure;
import org.seckill.testkit.run.TestFolders;

@Timeout(120)
class EmbeddedMariaDbIT {

    @TempDir
    private Path temp;

    @Test
    void whatWasCommittedIsThereAfterTheEngineWasKilled() throws SQLException {
        EmbeddedMariaDb killed = EmbeddedMariaDb.start(temp, TestFolders.BINARIES);
        execute(killed, "CREATE TABLE kept (name VARCHAR(20))");
        execute(killed, "INSERT INTO kept (name) VALUES ('秒杀')");
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();
        killed.close();

        try (EmbeddedMariaDb again = EmbeddedMariaDb.start(temp, TestFolders.BINARIES)) {
            assertThat(query(again, "SELECT name FROM kept")).isEqualTo("秒杀");
            assertThat(again.password()).isEqualTo(killed.password());
        }
    }

    /** Or it would lose them: a server that starts deletes those of all servers that share the folder. */
    @Test
    void itsTemporaryTablesAreInAFolderOfItsOwn() throws SQLException {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(temp, TestFolders.BINARIES)) {
            assertThat(Path.of(query(database, "SELECT @@tmpdir"))).isEqualTo(temp.resolve("tmp"));
        }
    }

    @Test
    void itServesThisMachineAloneAndNobodyWithoutThePassword() throws SQLException {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(temp, TestFolders.BINARIES)) {
            assertThat(query(database, "SELECT @@bind_address")).isEqualTo("127.0.0.1");
            for (String stranger : new String[] {"root", "", database.user()}) {
                assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), stranger, "")
                                .close())
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("Access denied");
            }
            assertThat(temp.resolve("mariadb-accounts.sql")).doesNotExist();
        }
    }

    @Test
    void noFileCanBeReadOrWrittenThroughIt() throws IOException, SQLException {
        Path file = Files.writeString(temp.resolve("secret.txt"), "secret");
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(temp, TestFolders.BINARIES)) {
            execute(database, "CREATE TABLE copied (line VARCHAR(100))");
            for (String sql : new String[] {
                "SELECT 1 INTO OUTFILE '" + temp.resolve("written") + "'",
                "SELECT 1 INTO DUMPFILE '" + temp.resolve("written") + "'",
                "LOAD DATA INFILE '" + file + "' INTO TABLE copied",
                "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE copied",
                "CREATE DATABASE test",
                "SET GLOBAL general_log_file = '" + temp.resolve("written") + "'",
                "INSTALL SONAME 'x'",
                "SELECT COUNT(*) FROM mysql.user"
            }) {
                assertThatThrownBy(() -> execute(database, sql)).as(sql).isInstanceOf(SQLException.class);
            }
            assertThat(query(database, "SELECT COALESCE(LOAD_FILE('" + file + "'), 'nothing')"))
                    .isEqualTo("nothing");
            assertThat(query(database, "SELECT @@local_infile")).isEqualTo("0");
            assertThat(Path.of(query(database, "SELECT @@secure_file_priv")).normalize())
                    .isEqualTo(temp.resolve("tmp"));
            assertThat(query(database, "SELECT GROUP_CONCAT(schema_name) FROM information_schema.schemata"))
                    .isEqualTo("information_schema,seckill");
        }
        assertThat(temp.resolve("written")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void noOtherUserCanReadItsPasswordOrItsData() throws IOException, SQLException {
        Path home = temp.resolve("private");
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(home, TestFolders.BINARIES)) {
            execute(database, "CREATE TABLE kept (name VARCHAR(20))");
            assertThat(Files.readString(Path.of("/proc/" + database.pid() + "/cmdline")))
                    .isNotEmpty()
                    .doesNotContain(database.password());
        }
        assertThat(FileRights.ofOthers(home)).isEmpty();
    }

    @Test
    void itsUserMayMakeSchemasForTestsAndProcedures() throws SQLException {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(temp, TestFolders.BINARIES)) {
            execute(database, "CREATE DATABASE seckill_trial");
            execute(database, "CREATE PROCEDURE seckill_trial.answer() SELECT 42");

            assertThat(query(database, "CALL seckill_trial.answer()")).isEqualTo("42");
        }
    }

    @Test
    void twoRunSideBySide() throws SQLException {
        try (EmbeddedMariaDb one = EmbeddedMariaDb.start(temp.resolve("one"), TestFolders.BINARIES);
                EmbeddedMariaDb other = EmbeddedMariaDb.start(temp.resolve("the other"), TestFolders.BINARIES)) {
            assertThat(query(one, "SELECT @@port")).isEqualTo(Integer.toString(one.port()));
            assertThat(query(other, "SELECT @@port")).isEqualTo(Integer.toString(other.port()));
        }
    }

    @Test
    void aLongPathIsNoHindrance() throws SQLException {
        Path deep = temp.resolve("deep".repeat(30));

        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(deep, TestFolders.BINARIES)) {
            Path socket = Path.of(query(database, "SELECT @@socket"));
            assertThat(socket).exists();
            database.close();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void rubbishInPlaceOfDataIsNamedWithWhatToDo() throws IOException {
        Path data = Files.createDirectories(temp.resolve("mariadb"));
        Files.writeString(data.resolve("ibdata1"), "rubbish");

        assertThatThrownBy(() -> EmbeddedMariaDb.start(temp, TestFolders.BINARIES))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("MariaDB stopped with status 1: ")
                .hasMessageContaining(temp.resolve("logs/mariadb.log").toString())
                .hasMessageEndingWith("move %s away and start again".formatted(data));
        assertThat(temp.resolve("mariadb.pid")).doesNotExist();
    }

    @Test
    void aFileInPlaceOfDataIsNamed() throws IOException {
        Path file = Files.createFile(temp.resolve("mariadb"));

        assertThatThrownBy(() -> EmbeddedMariaDb.start(temp, TestFolders.BINARIES))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(file + " is not a folder");
    }

    private static void execute(EmbeddedMariaDb database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedMariaDb database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
