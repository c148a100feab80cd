package org.seckill.tools.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.tools.process.HeapSize;
import org.seckill.tools.process.LinuxProcess;
import redis.clients.jedis.Jedis;

/** Looks at one ground. For one thread. */
final class ProcessMonitor {
    private static final Pattern CONNECTED = Pattern.compile("connected_clients:([0-9]+)");
    private static final Pattern MEMORY = Pattern.compile("used_memory:([0-9]+)");
    private static final Pattern KEYS = Pattern.compile("db0:keys=([0-9]+)");
    private static final Pattern MORTAL = Pattern.compile("expires=([0-9]+)");
    private static final double MEGABYTE = 1024 * 1024;

    /** Whoever asks is not one of those counted. */
    private static final String CONNECTIONS =
            "SELECT COUNT(*) - 1 FROM information_schema.processlist WHERE db = DATABASE()";

    private static final String SURPLUS =
            "SELECT (SELECT COUNT(*) FROM purchase) - (SELECT COALESCE(SUM(offered - number), 0) FROM seckill)";

    private static final String OTHER_TABLES = "SELECT table_name FROM information_schema.tables"
            + " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
            + " AND table_name NOT IN ('seckill', 'purchase')";

    private final SoakNode ground;
    private final LinuxProcess process;
    private final Instant begun;
    private Instant last;
    private long cpu;

    /** @param begun when the load did */
    ProcessMonitor(SoakNode ground, Instant begun) {
        this.ground = ground;
        this.process = new LinuxProcess(ground.pid());
        this.begun = begun;
        this.last = Instant.now();
        this.cpu = process.cpuMicros();
    }

    SoakSample look() {
        Map<SoakMeasure, Double> values = new EnumMap<>(SoakMeasure.class);
        // First: the collection is not the node's own work.
        values.put(SoakMeasure.CPU, busy());
        lookAtProcess(values);
        lookAtDatabase(values);
        lookAtRedis(values);
        values.put(SoakMeasure.SERIES, (double) series());
        return new SoakSample(Duration.between(begun, Instant.now()), values);
    }

    private double busy() {
        Instant now = Instant.now();
        long micros = process.cpuMicros() - cpu;
        return 100_000.0 * micros / Duration.between(last, now).toNanos();
    }

    private void lookAtProcess(Map<SoakMeasure, Double> values) {
        HeapSize heap = HeapSize.after(process.pid());
        last = Instant.now();
        cpu = process.cpuMicros();
        values.put(SoakMeasure.HEAP, heap.live());
        values.put(SoakMeasure.METASPACE, heap.metaspace());
        values.put(SoakMeasure.RESIDENT, process.residentMegabytes());
        values.put(SoakMeasure.THREADS, (double) process.threads().size());
        values.put(SoakMeasure.FILES, (double) process.files().size());
    }

    private void lookAtDatabase(Map<SoakMeasure, Double> values) {
        try (Connection connection = ground.database().connect();
                Statement statement = connection.createStatement()) {
            values.put(SoakMeasure.DATABASE_CONNECTIONS, number(statement, CONNECTIONS));
            values.put(SoakMeasure.SURPLUS_ROWS, number(statement, SURPLUS));
            values.put(SoakMeasure.OTHER_ROWS, otherRows(connection, statement));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static double otherRows(Connection connection, Statement statement) throws SQLException {
        double rows = 0;
        try (Statement tables = connection.createStatement();
                ResultSet names = tables.executeQuery(OTHER_TABLES)) {
            while (names.next()) {
                rows += number(statement, "SELECT COUNT(*) FROM `" + names.getString(1) + "`");
            }
        }
        return rows;
    }

    private static double number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    private void lookAtRedis(Map<SoakMeasure, Double> values) {
        String info = ground.redis().ask(Jedis::info);
        double keys = number(info, KEYS);
        values.put(SoakMeasure.REDIS_KEYS, keys);
        values.put(SoakMeasure.ETERNAL_KEYS, keys - number(info, MORTAL));
        values.put(SoakMeasure.REDIS_MEMORY, number(info, MEMORY) / MEGABYTE);
        values.put(SoakMeasure.REDIS_CONNECTIONS, number(info, CONNECTED) - 1);
    }

    /** Nothing is said of what there is none of. */
    private static double number(String info, Pattern what) {
        Matcher found = what.matcher(info);
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }

    private long series() {
        return ground.metrics().lines().filter(text -> !text.startsWith("#")).count();
    }
}
