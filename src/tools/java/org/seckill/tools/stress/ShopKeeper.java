package org.seckill.tools.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.run.TestFolders;

/**
 * Keeps a shop open for one plan until it is told to stop, in a process of its own: the engines' guards end them with it,
 * and its own guard ends it with Maven, in whatever way that ends.
 */
final class ShopKeeper {
    private static final Duration SALE_LENGTH = Duration.ofHours(1);

    private ShopKeeper() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        StressOptions terms = StressOptions.of(System.getProperties());
        StressShop premises = StressShop.open(
                terms.desk(),
                TestFolders.anew("stress", "shop"),
                Path.of("target", "seckill.war").toAbsolutePath());
        Runtime.getRuntime().addShutdownHook(new Thread(premises::close, "stress-stop"));
        TestSales sales = new TestSales(premises.database());
        PlanSales offer = PlanSales.of(terms, sales);
        Map<String, String> plan = new HashMap<>(terms.values());
        plan.putAll(offer.names());
        plan.put("stress.host", "127.0.0.1");
        plan.put("stress.port", Integer.toString(premises.port()));
        new ShopFile(terms.folder()).write(premises.database(), premises.redisUrl());
        new PlanFile(terms.folder()).write(plan);
        if (terms.plan() == StressPlan.STAMPEDE) {
            long sale = Long.parseLong(plan.get("stress.sale"));
            new SaleOpener(premises.port(), terms.customers()).open(sales, sale, SALE_LENGTH);
        }
        new CountDownLatch(1).await();
    }
}
