package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.config.TestRedisClients;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.UnifiedJedis;

/** {@code java -jar seckill.war} with a small heap, while strangers ask for what does not exist, each time for something else. */
@Timeout(600)
class MemoryIT {
    private static final int CONNECTIONS = 4;

    /** Requests for which a crowd's patience lasts also on a slow machine. */
    private static final int LEG = 2_000;

    /** As many as all that is bounded holds. */
    private static final int FIRST = 30_000;

    private static final int LAST = 100_000;

    /** Less than an entry in a map takes. */
    private static final int BYTES_A_REQUEST = 20;

    /** Own data, because each sale that is open has its series in the metrics. */
    private static final String DATA = "memory";

    private static final TestSales SALES = new TestSales(TestEngines.database().schema("seckill_" + DATA));

    @Test
    void nothingOfWhatStrangersMakeUpIsKept() {
        try (Program node = TestShop.at(PurchaseMode.PROCEDURE)
                        .ownData(DATA)
                        .startProcess(
                                TestFolders.anew("memory"),
                                "-Xmx96m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError");
                UnifiedJedis redis = TestRedisClients.connect(TestEngines.redisUrl(DATA))) {
            ShopClient shop = TestShop.clientOf(node);
            String cookie = shop.loggedIn(ShopClient.phone(1)).cookie();
            long sale = SALES.open(10);
            long pid = node.processes().get(0).pid();

            flood(shop, sale, cookie, 0, FIRST);
            LiveHeap before = LiveHeap.of(pid);
            Set<String> series = series(shop);
            flood(shop, sale, cookie, FIRST, LAST);
            LiveHeap after = LiveHeap.of(pid);

            assertThat(after.total() - before.total())
                    .as("bytes more after %d more requests:%n%s", LAST - FIRST, after.growthSince(before))
                    .isLessThan((long) BYTES_A_REQUEST * (LAST - FIRST));
            assertThat(series(shop)).as("what /metrics tells").isEqualTo(series);
            await().until(() -> redis.keys("seckill:{1?????????}:*").isEmpty());
            assertThat(shop.loggedIn(ShopClient.phone(2)).buy(sale).state()).isOne();
            assertThat(SALES.purchases(sale)).isOne();
        }
    }

    private static void flood(ShopClient shop, long sale, String cookie, int from, int to) {
        int port = shop.port();
        for (int begin = from; begin < to; begin += LEG) {
            int first = begin;
            ConcurrentRun.of(CONNECTIONS, member -> {
                        try (DistinctRequests flood = new DistinctRequests(port, sale, cookie)) {
                            IntStream.range(first, Math.min(first + LEG, to))
                                    .filter(number -> number % CONNECTIONS == member)
                                    .forEach(flood::send);
                        }
                        return true;
                    })
                    .results();
        }
    }

    /** But those of the collector, which has a series for each of its reasons. */
    private static Set<String> series(ShopClient shop) {
        return Pattern.compile("\n")
                .splitAsStream(shop.get("/metrics").http().body())
                .filter(line -> !line.startsWith("#") && !line.startsWith("jvm_gc_"))
                .map(line -> line.replaceFirst(" [^ ]*$", ""))
                .collect(Collectors.toSet());
    }
}
