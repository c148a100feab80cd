package org.seckill.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seckill.engine.EmbeddedMariaDb;
import org.seckill.server.StartupFailure;

/**
 * Four demo sales: one open, one about to open, one ended, one sold out. Each start moves their windows to the present.
 */
final class DemoSales {
    /** Executed in this order. Each script is one statement. */
    private static final List<String> SCRIPTS =
            List.of("/sql/demo/demo.sql", "/sql/demo/sold-out.sql", "/sql/demo/texts.sql");

    private DemoSales() {}

    /** Inserts or updates the demo sales. The tables must exist. Keeps the stock and purchases of earlier runs. */
    static void arm(EmbeddedMariaDb database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String script : SCRIPTS) {
                statement.execute(read(script));
            }
            connection.commit();
        } catch (SQLException | IOException e) {
            throw new StartupFailure("the demo sales cannot be armed (%s)".formatted(e.getMessage()), e);
        }
    }

    /**
     * The keys that Redis may hold from an earlier run and that are out of date: the copies of all demo sales with
     * their old windows, and the stock and buyers of the sold-out sale. The application loads them again from the
     * database.
     */
    static Stream<String> outdatedKeys() {
        return Stream.concat(
                IntStream.rangeClosed(1000, 1003).mapToObj("seckill:{%d}:object"::formatted),
                Stream.of("seckill:{1003}:stock", "seckill:{1003}:buyers"));
    }

    private static String read(String path) throws IOException {
        try (InputStream script = DemoSales.class.getResourceAsStream(path)) {
            if (script == null) {
                throw new IOException(path + " is not on the class path");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
