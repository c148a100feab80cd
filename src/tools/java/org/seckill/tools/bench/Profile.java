package org.seckill.tools.bench;

import java.nio.file.Path;
import java.util.Map;
import org.seckill.testkit.run.Jcmd;
import org.seckill.tools.benchcase.BenchCases;
import org.seckill.tools.benchshop.BenchNodeProcess;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;
import org.seckill.tools.measure.WrkLoad;

/** One case's load on the node while Java's Flight Recorder samples it, as {@code bench/profile} starts it. */
final class Profile {
    private static final int WARM_UP_SECONDS = 5;

    private Profile() {}

    /** @param args a case's name, and for how many seconds */
    public static void main(String[] args) {
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Path recording =
                Path.of("target", "bench", "profile-" + args[0] + ".jfr").toAbsolutePath();
        try (BenchShop premises = BenchShop.open("auto")) {
            BenchCase wanted = new BenchCases(premises, premises.home())
                    .all().stream()
                            .filter(one -> one.name().equals(args[0]))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("no such case: " + args[0]));
            // More than once: how many purchases a round takes is known only after one.
            wanted.round(1);
            wanted.round(WARM_UP_SECONDS / 2);
            wanted.round(WARM_UP_SECONDS);
            record(node(premises, args[0]), recording, () -> print(wanted, wanted.round(seconds)));
            ProfileSamples samples =
                    ProfileSamples.read(recording, wrk(premises, args[0]).latest());
            System.out.println(samples.summary());
        }
        System.out.println("Kept in " + recording);
    }

    private static BenchNodeProcess node(BenchShop premises, String name) {
        return isOfTheQueue(name) ? premises.queueShop().node() : premises.node();
    }

    private static WrkLoad wrk(BenchShop premises, String name) {
        return isOfTheQueue(name) ? premises.queueShop().wrk() : premises.wrk();
    }

    private static boolean isOfTheQueue(String name) {
        return name.startsWith("reserve-") || name.startsWith("sold-out-");
    }

    private static void print(BenchCase one, Round round) {
        System.out.println(one.title());
        round.figures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(figure -> System.out.printf("  %-12s %s%n", figure.getKey(), Figures.text(figure.getValue())));
        round.faults().forEach(fault -> System.out.println("  FAULT " + fault));
    }

    private static void record(BenchNodeProcess node, Path recording, Runnable load) {
        Jcmd.ask(node.pid(), "JFR.configure", "stackdepth=256");
        Jcmd.ask(node.pid(), "JFR.start", "name=bench", "settings=profile");
        load.run();
        Jcmd.ask(node.pid(), "JFR.dump", "name=bench", "filename=" + recording);
    }
}
