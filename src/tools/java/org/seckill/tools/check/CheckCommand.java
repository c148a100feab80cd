package org.seckill.tools.check;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.seckill.config.TestRedisClients;
import org.seckill.tools.jtl.AnswerLog;
import org.seckill.tools.jtl.InvalidLog;
import org.seckill.tools.ledger.RecordedPurchases;
import org.seckill.tools.ledger.RedisState;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Compares logs with a database and a Redis, as {@code bench/check} starts it. It changes nothing in either. */
public final class CheckCommand {
    private static final String CONNECT_MILLIS = "5000";
    private static final String ANSWER_MILLIS = "60000";
    private static final int PAUSE_MILLIS = 500;

    private final CheckInput evidence;
    private final PrintStream out;

    private CheckCommand(CheckInput evidence, PrintStream out) {
        this.evidence = evidence;
        this.out = out;
    }

    /** Ends with status 0 when every promise held, 1 when one was broken, and 2 when it could not tell. */
    public static void main(String[] args) {
        System.exit(status(System.getenv(), System.out, System.err, args));
    }

    /** @return what {@link #main} ends with; {@code err} gets one line when it is 2 */
    public static int status(Map<String, String> environment, PrintStream out, PrintStream err, String... words) {
        try {
            Violations violations = new CheckCommand(CheckInput.parse(environment, words), out).compare();
            violations.lines().forEach(out::println);
            return violations.allHeld() ? 0 : 1;
        } catch (SQLException e) {
            return cannotTell(err, "the database cannot be asked", e);
        } catch (JedisException e) {
            return cannotTell(err, "Redis cannot be asked", e);
        } catch (IOException e) {
            return cannotTell(err, "a log cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return cannotTell(err, "interrupted", e);
        } catch (RuntimeException e) {
            return cannotTell(err, "a fault of its own", e);
        }
    }

    private Violations compare() throws IOException, SQLException, InterruptedException {
        AnswerLog log = AnswerLog.read(evidence.logs());
        List<Long> sales = sales(log);
        Violations violations = new Violations(Set.of());
        Instant deadline = Instant.now().plus(evidence.patience());
        try (Connection database = connect();
                UnifiedJedis redis = redis()) {
            ClockOffset skew = ClockOffset.read(database);
            out.println("the database's clock is " + skew.words());
            for (long sale : sales) {
                RedisState shelf = redis == null ? null : settled(redis, database, sale, deadline);
                SaleExamination found = new SaleExamination(holdings(database, sale), log.of(sale), skew);
                if (evidence.oneNode()) {
                    found.judgeOrder();
                }
                if (shelf != null) {
                    found.judge(shelf);
                }
                violations.add(found.violations());
                new SaleReport(found).lines().forEach(out::println);
            }
        }
        return violations;
    }

    /** What is compared with nothing would be found to be right. */
    private List<Long> sales(AnswerLog log) {
        if (log.sales().isEmpty()) {
            throw new IllegalArgumentException("nobody pressed in " + evidence.logs());
        }
        for (long sale : evidence.sales()) {
            if (!log.sales().contains(sale)) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "nobody pressed in sale %d in %s", sale, evidence.logs()));
            }
        }
        return evidence.sales().isEmpty() ? log.sales() : evidence.sales();
    }

    private static RedisState settled(UnifiedJedis redis, Connection database, long sale, Instant deadline)
            throws SQLException, InterruptedException {
        while (true) {
            boolean isLast = Instant.now().isAfter(deadline);
            RedisState shelf = RedisState.read(redis, sale);
            // After Redis: what has left it by now has its row.
            if (isLast
                    || shelf.isEmpty()
                    || shelf.strandedBeside(holdings(database, sale)).isEmpty()) {
                return shelf;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static RecordedPurchases holdings(Connection database, long sale) throws SQLException {
        return RecordedPurchases.read(database, sale)
                .orElseThrow(() -> new IllegalArgumentException("the database has no sale " + sale));
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", evidence.database().user());
        properties.setProperty("password", evidence.database().password());
        properties.setProperty("connectTimeout", CONNECT_MILLIS);
        properties.setProperty("socketTimeout", ANSWER_MILLIS);
        Connection connection = DriverManager.getConnection(evidence.database().url(), properties);
        connection.setReadOnly(true);
        return connection;
    }

    private @Nullable UnifiedJedis redis() {
        if (evidence.redis().isEmpty()) {
            return null;
        }
        try {
            return TestRedisClients.connect(evidence.redis());
        } catch (IllegalArgumentException e) {
            // Its message may have a password in it.
            throw new IllegalArgumentException(
                    "--redis is redis://host:port/number, or redis://host:port,host:port,... for a Redis Cluster", e);
        }
    }

    private static int cannotTell(PrintStream err, String what, Exception cause) {
        boolean isSentence = cause instanceof IllegalArgumentException || cause instanceof InvalidLog;
        String reason = isSentence ? String.valueOf(cause.getMessage()) : what + " (" + cause + ")";
        // Drivers go on for many lines.
        err.println("bench/check: " + reason.lines().findFirst().orElse(""));
        return 2;
    }
}
