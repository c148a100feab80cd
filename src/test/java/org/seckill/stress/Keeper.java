package org.seckill.stress;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.seckill.testing.Folders;
import org.seckill.testing.Sales;

/**
 * Keeps a shop open for one plan until it is told to stop, in a process of its own: the engines' guards end them with it,
 * and its own guard ends it with Maven, in whatever way that ends.
 */
final class Keeper {
    private static final Duration SALE_LENGTH = Duration.ofHours(1);

    private Keeper() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Terms terms = Terms.of(System.getProperties());
        Premises premises = Premises.open(
                terms.desk(),
                Folders.anew("stress", "shop"),
                Path.of("target", "seckill.war").toAbsolutePath());
        Runtime.getRuntime().addShutdownHook(new Thread(premises::close, "stress-stop"));
        Sales sales = new Sales(premises.database());
        Offer offer = Offer.of(terms, sales);
        Map<String, String> plan = new HashMap<>(terms.values());
        plan.putAll(offer.names());
        plan.put("stress.host", "127.0.0.1");
        plan.put("stress.port", Integer.toString(premises.port()));
        new ShopFile(terms.folder()).write(premises.database(), premises.redisUrl());
        new PlanFile(terms.folder()).write(plan);
        if (terms.plan() == Plan.STAMPEDE) {
            long sale = Long.parseLong(plan.get("stress.sale"));
            new Doorman(premises.port(), terms.customers()).open(sales, sale, SALE_LENGTH);
        }
        new CountDownLatch(1).await();
    }
}
