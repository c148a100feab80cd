package org.seckill.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.seckill.queue.Reconciliation;
import org.seckill.queue.Reconciliation.Report;
import org.seckill.server.Command;
import org.seckill.server.LaunchFault;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import redis.clients.jedis.exceptions.JedisException;

/**
 * {@code reconcile [--dry-run] [sale ...]}: compares the sales that are named, or all current ones, and repairs what is safe
 * to repair. Answers 0 when nothing was wrong, else 1.
 */
public final class ReconcileCommand implements Command {
    private static final String ROW = "%-10s %10s %10s %10s %10s %10s %8s  %s%n";

    private static final String DRY_RUN = "--dry-run";

    @Override
    public String name() {
        return "reconcile";
    }

    @Override
    public int run(List<String> words) {
        List<String> named = new ArrayList<>(words);
        boolean repair = !named.removeAll(List.of(DRY_RUN));
        List<Long> sales = named.stream().map(ReconcileCommand::sale).toList();
        try {
            Settings settings = Settings.read(System::getenv);
            try (AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext()) {
                spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("settings", settings));
                spring.register(ReconcileConfig.class, DataConfig.class, RedisConfig.class);
                spring.refresh();
                return compare(spring.getBean(Reconciliation.class), settings.way(), sales, repair);
            }
        } catch (RuntimeException e) {
            throw fault(e);
        }
    }

    private static long sale(String word) {
        if (!word.matches("[0-9]{1,18}")) {
            throw new LaunchFault("'%s' is no sale's number, and not %s".formatted(word, DRY_RUN));
        }
        return Long.parseLong(word);
    }

    private static int compare(Reconciliation reconciliation, Settings.Way way, List<Long> named, boolean repair) {
        List<Long> sales = named.isEmpty() ? reconciliation.current() : named;
        System.out.printf(ROW, "sale", "offered", "purchases", "stock", "reservable", "waiting", "poison", "drift");
        int wrong = 0;
        for (long sale : sales) {
            Optional<Report> report =
                    way == Settings.Way.QUEUE ? reconciliation.queue(sale, repair) : reconciliation.books(sale);
            print(report.orElseThrow(() -> new LaunchFault("there is no sale " + sale)));
            wrong += report.get().drift().isEmpty() ? 0 : 1;
        }
        String what = repair ? "repaired, but for books, which nothing here can repair" : "nothing was repaired";
        System.out.println(
                wrong == 0
                        ? "No drift in " + sales.size() + " sales."
                        : String.format(Locale.ROOT, "Drift in %d of %d sales: %s.", wrong, sales.size(), what));
        return wrong == 0 ? 0 : 1;
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

    private static LaunchFault fault(RuntimeException thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof JedisException) {
                return new LaunchFault(
                        "Redis cannot be used (%s): check that it runs, and SECKILL_REDIS_URL"
                                .formatted(cause.getMessage()),
                        thrown);
            }
        }
        return LaunchFault.because(thrown);
    }
}
