package org.seckill.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.seckill.order.PurchaseMode;
import org.seckill.reconcile.Reconciliation;
import org.seckill.reconcile.Reconciliation.Loss;
import org.seckill.reconcile.Reconciliation.Report;
import org.seckill.server.Command;
import org.seckill.server.StartupFailure;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The command {@code reconcile [--dry-run | --accept-database] [sale ...]}: compares Redis and the database for the
 * given sales, or for all current ones, and repairs what is safe to repair. The exit status is 0 if there is no drift,
 * 1 if there is drift, and 3 if the database seems to be an older backup. In that case nothing is changed, unless
 * {@code --accept-database} confirms that the database is valid.
 */
public final class ReconcileCommand implements Command {
    private static final String ROW = "%-10s %10s %10s %10s %10s %10s %8s  %s%n";

    private static final String DRY_RUN = "--dry-run";
    private static final String ACCEPT = "--accept-database";

    private static final int DRIFT = 1;
    private static final int OLDER_DATABASE = 3;

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public int run(List<String> words) {
        List<String> named = new ArrayList<>(words);
        boolean repair = !named.removeAll(List.of(DRY_RUN));
        boolean accept = named.removeAll(List.of(ACCEPT));
        if (accept && !repair) {
            throw new StartupFailure("%s changes nothing and %s does: use only one of them".formatted(DRY_RUN, ACCEPT));
        }
        List<Long> sales = named.stream().map(ReconcileCommand::sale).toList();
        try {
            Settings settings = Settings.read();
            try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
                spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("settings", settings));
                spring.register(ReconcileConfig.class, DataConfig.class, RedisConfig.class);
                spring.refresh();
                Reconciliation reconciliation = spring.getBean(Reconciliation.class);
                List<Long> all = sales.isEmpty() ? reconciliation.current() : sales;
                boolean queue = settings.purchase() == PurchaseMode.QUEUE;
                if (queue && repair && isOlder(reconciliation, all, accept)) {
                    return OLDER_DATABASE;
                }
                return compare(reconciliation, settings.purchase(), all, repair);
            }
        } catch (RuntimeException e) {
            throw fault(e);
        }
    }

    private static long sale(String word) {
        if (!word.matches("[0-9]{1,18}")) {
            throw new StartupFailure("'%s' is neither a sale's number nor %s nor %s".formatted(word, DRY_RUN, ACCEPT));
        }
        return Long.parseLong(word);
    }

    /**
     * Reports confirmed buyers that the database does not have. Their file is written before the repair deletes them.
     *
     * @return whether to stop without a change
     */
    private static boolean isOlder(Reconciliation reconciliation, List<Long> sales, boolean accept) {
        Map<Long, Loss> losses = new TreeMap<>();
        for (long sale : sales) {
            reconciliation.loss(sale).filter(loss -> !loss.isNothing()).ifPresent(loss -> losses.put(sale, loss));
        }
        if (losses.isEmpty()) {
            return false;
        }
        System.out.println("The database seems to be older than Redis, as after restoring a backup:");
        losses.forEach(ReconcileCommand::print);
        if (losses.values().stream().anyMatch(loss -> !loss.buyers().isEmpty())) {
            System.out.printf("Their phone numbers and tickets are in %s%n", BuyersFile.write(losses));
        }
        if (!accept) {
            System.out.printf(
                    "Nothing was changed. If this database is valid, run the command again with %s: it deletes these buyers"
                            + " from Redis, and their units can be sold again.%n",
                    ACCEPT);
        }
        return !accept;
    }

    private static void print(long sale, Loss loss) {
        if (loss.restocked()) {
            System.out.printf("  sale %s: Redis has a restock that the database does not have%n", sale);
        }
        if (!loss.buyers().isEmpty()) {
            System.out.printf(
                    "  sale %s: %s buyers have a confirmed purchase in Redis and none in the database%n",
                    sale, loss.buyers().size());
        }
    }

    private static StartupFailure noSale(long sale) {
        return new StartupFailure("there is no sale " + sale);
    }

    private static int compare(Reconciliation reconciliation, PurchaseMode mode, List<Long> sales, boolean repair) {
        System.out.printf(ROW, "sale", "offered", "purchases", "stock", "reservable", "waiting", "poison", "drift");
        int wrong = 0;
        for (long sale : sales) {
            Optional<Report> report =
                    mode == PurchaseMode.QUEUE ? reconciliation.queue(sale, repair) : reconciliation.ledger(sale);
            print(report.orElseThrow(() -> noSale(sale)));
            wrong += report.get().drift().isEmpty() ? 0 : 1;
        }
        String what =
                repair ? "repaired, except the ledger, which only an operator can repair" : "nothing was repaired";
        System.out.println(
                wrong == 0
                        ? "No drift in " + sales.size() + " sales."
                        : String.format(Locale.ROOT, "Drift in %d of %d sales: %s.", wrong, sales.size(), what));
        return wrong == 0 ? 0 : DRIFT;
    }

    private static void print(Report report) {
        String drift =
                report.drift().entrySet().stream().map(ReconcileCommand::drift).collect(Collectors.joining(" "));
        System.out.printf(
                ROW,
                report.sale(),
                report.offered(),
                report.purchases(),
                report.stock(),
                report.queue().map(queue -> number(queue.reservable())).orElse("-"),
                report.queue().map(queue -> Long.toString(queue.waiting())).orElse("-"),
                report.queue().map(queue -> Long.toString(queue.poison())).orElse("-"),
                drift.isEmpty() ? "none" : drift);
    }

    private static String drift(Map.Entry<String, Long> one) {
        return one.getKey() + "=" + one.getValue();
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : "-";
    }

    private static StartupFailure fault(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof JedisException) {
                return new StartupFailure(
                        "Redis cannot be used (%s): check that it runs, and SECKILL_REDIS_URL"
                                .formatted(cause.getMessage()),
                        thrown);
            }
        }
        return StartupFailure.because(thrown);
    }
}
