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
import org.seckill.server.LaunchFault;

/** Four sales to look at: one open, one about to open, one ended, one sold out. Their windows begin anew at each start. */
final class DemoSales {
    /** In this order, each one statement. */
    private static final List<String> SCRIPTS = List.of("/sql/demo/demo.sql", "/sql/demo/texts.sql");

    private DemoSales() {}

    /** The tables must exist. Stock and purchases of earlier runs are kept. */
    static void arm(EmbeddedMariaDb database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String script : SCRIPTS) {
                statement.execute(read(script));
            }
        } catch (SQLException | IOException e) {
            throw new LaunchFault("the demo sales cannot be armed (%s)".formatted(e.getMessage()), e);
        }
    }

    /** Copies of them in Redis, which may still show the windows of the run before. */
    static Stream<String> cachedCopies() {
        return IntStream.rangeClosed(1000, 1003).mapToObj("seckill:{%d}:object"::formatted);
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
