package org.seckill.standalone;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.engine.MariaDbLogin;
import org.seckill.engine.SecretFile;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.Jedis;

/** The one-command run in a JVM of its own, with the classes and jars that Maven gives it. */
final class Launcher implements AutoCloseable {
    private final Program program;
    private final Path data;
    private final int port;

    private Launcher(Program program, Path data, int port) {
        this.program = program;
        this.data = data;
        this.port = port;
    }

    /** Returns at once. */
    static Launcher start(Path data, int port) {
        return start(data, port, Map.of());
    }

    static Launcher start(Path data, int port, Map<String, String> settings) {
        shareBinaries(data);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SECKILL_DATA", data.toString());
        environment.put("SECKILL_HTTP_PORT", Integer.toString(port));
        Program program = Program.start(
                data.resolveSibling("console"),
                environment,
                Program.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                Standalone.class.getName());
        return new Launcher(program, data, port);
    }

    Program program() {
        return program;
    }

    /** Waits until it says that it is ready. */
    ShopClient shop() {
        program.awaitLine("Seckill is ready at ");
        return new ShopClient(port);
    }

    /** Those of its two engines that are running now. */
    List<ProcessHandle> engines() {
        Set<Long> named = Stream.of("mariadb.pid", "redis.pid")
                .flatMap(name -> pid(data.resolve(name)).stream())
                .collect(Collectors.toSet());
        return program.processes().stream()
                .filter(process -> named.contains(process.pid()))
                .toList();
    }

    /** The engines' ports, by their own words. */
    Set<Integer> enginePorts() {
        return Set.of(port("mariadb", "port: ([0-9]+)"), redisPort());
    }

    /** What {@code reconcile} says of these engines, in a JVM of its own. */
    List<String> reconcile(Map<String, String> settings, String... words) {
        MariaDbLogin login = login();
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SECKILL_DB_URL", login.url());
        environment.put("SECKILL_DB_USER", login.user());
        environment.put("SECKILL_DB_PASSWORD", login.password());
        environment.put("SECKILL_REDIS_URL", "redis://:" + redisPassword() + "@localhost:" + redisPort());
        environment.put("SECKILL_SECRET", "a secret that only the tests know of");
        List<String> line = new ArrayList<>(List.of(
                Program.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "org.seckill.server.Main",
                "reconcile"));
        line.addAll(List.of(words));
        try (Program reconcile =
                Program.start(data.resolveSibling("console"), environment, line.toArray(String[]::new))) {
            reconcile.awaitExit();
            return reconcile.output();
        }
    }

    void kill() {
        program.processes().get(0).destroyForcibly();
        program.awaitExit();
    }

    /** The first column of the first row, past all code that serves it. */
    long query(String sql) {
        try (Connection connection = login().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void update(String sql) {
        try (Connection connection = login().connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        program.close();
    }

    /** In Redis, which the queue's desk asks. */
    void forgetBuyers(long sale) {
        String url = "redis://:" + redisPassword() + "@127.0.0.1:" + redisPort() + "/0";
        try (Jedis redis = new Jedis(URI.create(url))) {
            redis.del("seckill:{" + sale + "}:buyers");
        }
    }

    private int redisPort() {
        return port("redis", "port=([0-9]+)");
    }

    private String redisPassword() {
        return new SecretFile(data.resolve("redis.password")).value();
    }

    private MariaDbLogin login() {
        String password = new SecretFile(data.resolve("mariadb.password")).value();
        return new MariaDbLogin(port("mariadb", "port: ([0-9]+)"), "seckill", password);
    }

    private int port(String engine, String pattern) {
        try {
            String log = Files.readString(data.resolve("logs").resolve(engine + ".log"), StandardCharsets.ISO_8859_1);
            Matcher matcher = Pattern.compile(pattern).matcher(log);
            if (!matcher.find()) {
                throw new AssertionError("no port in " + log);
            }
            return Integer.parseInt(matcher.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Long> pid(Path file) {
        try {
            return Files.readAllLines(file).stream().findFirst().map(Long::valueOf);
        } catch (IOException e) {
            // Not written yet, or gone already.
            return Optional.empty();
        }
    }

    /** Unpacked once for all tests: it is most of a first start's time. */
    private static void shareBinaries(Path data) {
        try {
            Files.createDirectories(TestFolders.BINARIES);
            Files.createDirectories(data);
            if (!Files.exists(data.resolve("binaries"))) {
                Files.createSymbolicLink(data.resolve("binaries"), TestFolders.BINARIES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
