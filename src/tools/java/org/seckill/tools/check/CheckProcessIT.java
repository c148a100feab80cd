package org.seckill.tools.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.order.PurchaseMode;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.http.RawRequest;
import org.seckill.testkit.load.AnswerKind;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import org.seckill.tools.jtl.JtlWriter;

/** {@code bench/check} as a process of its own, after a sale that a real node sold to real buyers. */
@Timeout(300)
class CheckProcessIT {
    private static final Path CONSOLE = TestFolders.anew("check");
    private static final int STOCK = 30;
    private static final int THREADS = 8;
    private static final int EACH = 7;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void ofARealSaleEveryPromiseHolds(PurchaseMode mode) {
        Path file = folder.resolve("told.csv");
        TestShop shop = TestShop.shared(mode);
        long sale = shop.sales().open(STOCK);
        try (JtlWriter log = new JtlWriter(file)) {
            sell(shop.port(), log, sale);
        }
        try (Program check = check(shop.database(), file, "--redis", shop.redisUrl(), "--one-node")) {
            assertThat(check.awaitExit())
                    .as(check.output() + " " + check.errorOutput())
                    .isZero();
            assertThat(String.join("\n", check.output()).replaceAll(" +", " "))
                    .contains("sale " + sale, "30 offered, 0 left, 30 purchases", "56 buyers, 64 presses");
        }
        shop.database().update("DELETE FROM purchase WHERE seckill_id = ? LIMIT 1", sale);
        try (Program check = check(shop.database(), file)) {
            assertThat(check.awaitExit()).as(check.output().toString()).isEqualTo(1);
            assertThat(check.output()).anyMatch(line -> line.startsWith("BROKEN"));
        }
    }

    @Test
    void whatItCannotTellIsOneLineAndStatusTwo() {
        try (Program check = check(TestEngines.database(), folder.resolve("none.csv"))) {
            assertThat(check.awaitExit()).isEqualTo(2);
            assertThat(check.errorOutput()).singleElement().asString().startsWith("bench/check: a log cannot be read");
        }
    }

    /** One in seven presses twice, another one leaves before the answer, and who is told to wait asks until it is known. */
    private static void sell(int port, JtlWriter log, long sale) {
        ConcurrentRun.of(THREADS, member -> {
                    try (WitnessLoad witness = new WitnessLoad(port, log, sale)) {
                        for (int i = 0; i < EACH; i++) {
                            String phone = ShopClient.phone(member * EACH + i);
                            ShopClient buyer = new ShopClient(port).loggedIn(phone);
                            RawRequest order = RawRequest.execution(sale, buyer.md5(sale), "Cookie: " + buyer.cookie());
                            if (i == 3) {
                                witness.pressAndLeave(phone, order);
                                continue;
                            }
                            AnswerKind told = witness.press(phone, order);
                            if (i == 5) {
                                witness.press(phone, order);
                            }
                            if (told == AnswerKind.QUEUED) {
                                await().until(() -> witness.askResult(phone, buyer.cookie()) == AnswerKind.BOUGHT);
                            }
                        }
                    }
                    return member;
                })
                .results();
    }

    private static Program check(Database database, Path log, String... options) {
        List<String> words = List.of(
                Program.java(),
                "-cp",
                System.getProperty("java.class.path"),
                CheckCommand.class.getName(),
                "--db-url",
                database.url(),
                "--db-user",
                database.user(),
                log.toString());
        String[] line = new String[words.size() + options.length];
        words.toArray(line);
        System.arraycopy(options, 0, line, words.size(), options.length);
        return Program.start(CONSOLE, Map.of(CheckInput.PASSWORD, database.password()), line);
    }
}
