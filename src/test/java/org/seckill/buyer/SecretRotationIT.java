package org.seckill.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.seckill.server.StartupFailure;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;

/** Two nodes on one database, whose secrets are the same, differ, or are replaced one node after the other. */
@Timeout(300)
class SecretRotationIT {
    private static final String OLD = "the secret of the deployment, until now";
    private static final String NEW = "the secret of the deployment, from now on";
    private static final int BUYERS = 6;

    private static Database database;

    private final ReentrantReadWriteLock traffic = new ReentrantReadWriteLock();
    private final List<@Nullable TestShop> nodes = new ArrayList<>();
    private final Queue<String> rejected = new ConcurrentLinkedQueue<>();
    private final AtomicInteger presses = new AtomicInteger();

    // Other tests of this JVM run nodes with other secrets on the shared schema.
    @BeforeAll
    static void ownSchema() {
        database = TestEngines.database().schema("seckill_secrets");
    }

    @Test
    void replacingTheSecretNodeByNodeRejectsNoBuyer() {
        nodes.add(node(OLD, null));
        nodes.add(node(OLD, null));
        long sale = new TestSales(database).open(100_000);
        AtomicBoolean done = new AtomicBoolean();
        ConcurrentRun buyers = ConcurrentRun.of(BUYERS, number -> {
            // One keeps the cookie and the address of the beginning, for all of it.
            Session session = login(number);
            String md5 = session.md5(sale);
            while (!done.get()) {
                press(session, sale, md5);
                if (number > 0) {
                    session = login(number + BUYERS * presses.get());
                    md5 = session.md5(sale);
                }
            }
            return "done";
        });

        replaceEach(OLD, NEW);
        replaceEach(NEW, OLD);
        int before = presses.get();
        await().until(() -> presses.get() > before + 20 || !rejected.isEmpty());
        done.set(true);
        buyers.results();

        assertThat(rejected).isEmpty();
        nodes.forEach(TestShop::close);
    }

    @Test
    void aNodeWithAnotherSecretDoesNotStartBesideOneThatRuns() {
        try (TestShop first = node(OLD, null)) {
            assertThatThrownBy(() -> node(NEW, null))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContainingAll("SECKILL_SECRET does not match", "docs/operating.md")
                    .hasMessageNotContaining(NEW)
                    .hasMessageNotContaining(OLD);
            // The running node would reject what the new one signs, although the new one accepts what it signs.
            assertThatThrownBy(() -> node(NEW, OLD)).hasMessageContaining("SECKILL_SECRET does not match");
            assertThat(first.client().get("/readyz").status()).isEqualTo(200);
        }
        // Stopped in order, it is gone at once, and any secret will do.
        node(NEW, null).close();
    }

    @Test
    void aMismatchThatIsFoundLaterIsReportedByBothAndMakesTheLaterOneUnready() {
        try (TestShop node = node(OLD, null)) {
            ShopClient shop = node.client();
            String other = "INSERT INTO node_secret (node, signs, accepts, since, seen_at)"
                    + " VALUES (?, 'ffffffffffffffff', '', UTC_TIMESTAMP(6) + INTERVAL ? SECOND,"
                    + " UTC_TIMESTAMP(6) + INTERVAL ? SECOND)";
            // Killed an hour ago: its secret does not matter.
            database.update(other, "dead", -7200, -3600);
            database.update(other, "later", 5, 15);
            await().until(() -> mismatches(shop).contains("mismatched 1.0"));
            assertThat(shop.get("/readyz").status()).isEqualTo(200);

            database.update(other, "earlier", -3600, 15);
            Answer answer = await().until(() -> shop.get("/readyz"), readyz -> readyz.status() == 503);
            assertThat(answer.http().body())
                    .contains("\"secret\":\"down\"", "SECKILL_SECRET does not match that of node earlier");
            assertThat(mismatches(shop)).contains("mismatched 2.0");

            // Both were last seen a minute ago.
            database.update(
                    "UPDATE node_secret SET seen_at = seen_at - INTERVAL 1 MINUTE WHERE node IN ('earlier', 'later')");
            await().until(() -> shop.get("/readyz"), readyz -> readyz.status() == 200);
            await().until(() -> mismatches(shop).contains("mismatched 0.0"));
        }
    }

    private static String mismatches(ShopClient shop) {
        return shop.get("/metrics").http().body();
    }

    private void replaceEach(String secret, String accepted) {
        for (int i = 0; i < nodes.size(); i++) {
            TestShop old = take(i);
            old.close();
            put(i, node(secret, accepted));
            int before = presses.get();
            await().until(() -> presses.get() > before + 20 || !rejected.isEmpty());
        }
    }

    /** After this no request is on its way to it. */
    private TestShop take(int node) {
        traffic.writeLock().lock();
        try {
            return nodes.set(node, null);
        } finally {
            traffic.writeLock().unlock();
        }
    }

    private void put(int node, TestShop server) {
        traffic.writeLock().lock();
        try {
            nodes.set(node, server);
        } finally {
            traffic.writeLock().unlock();
        }
    }

    private record Session(SecretRotationIT test, String cookie) {
        String md5(long sale) {
            Answer answer = test.ask(shop -> shop.withCookie(cookie).expose(sale));
            test.expect(answer.status() == 200 && answer.data().hasNonNull("md5"), "exposer", answer);
            return answer.status() == 200 ? answer.data().get("md5").asString() : "0".repeat(32);
        }
    }

    private Session login(int number) {
        return new Session(
                this, ask(shop -> shop.loggedIn(ShopClient.phone(number)).cookie()));
    }

    private void press(Session session, long sale, String md5) {
        Answer answer = ask(shop -> shop.withCookie(session.cookie()).execute(sale, md5));
        expect(answer.status() == 200 && (answer.state() == 1 || answer.state() == -1), "press", answer);
        presses.incrementAndGet();
    }

    private void expect(boolean accepted, String what, Answer answer) {
        if (!accepted) {
            rejected.add(what + " " + answer.status() + " " + answer.http().body());
        }
    }

    private <T> T ask(Function<ShopClient, T> request) {
        traffic.readLock().lock();
        try {
            return request.apply(any());
        } finally {
            traffic.readLock().unlock();
        }
    }

    private ShopClient any() {
        int first = ThreadLocalRandom.current().nextInt(nodes.size());
        TestShop node = nodes.get(first) == null ? nodes.get(1 - first) : nodes.get(first);
        return node.client();
    }

    private static TestShop node(String secret, @Nullable String accepted) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SECKILL_DB_URL", database.url(),
                // Its own, because sales of other schemas have the same ids.
                "SECKILL_REDIS_URL", TestEngines.redisUrl("secrets"),
                "SECKILL_SECRET", secret));
        if (accepted != null) {
            settings.put("SECKILL_SECRET_PREVIOUS", accepted);
        }
        return TestShop.start(settings);
    }
}
