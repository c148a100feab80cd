package org.seckill.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.bench.Ask;
import org.seckill.jtl.JtlWriter;
import org.seckill.server.Server;
import org.seckill.testing.Crowd;
import org.seckill.testing.Database;
import org.seckill.testing.Engines;
import org.seckill.testing.Folders;
import org.seckill.testing.Program;
import org.seckill.testing.Sales;
import org.seckill.testing.Shop;
import org.seckill.testing.Way;

/** {@code bench/check} as a process of its own, after a sale that a real node sold to real buyers. */
@Tag("database")
@Timeout(300)
class CheckCommandIT {
    private static final Path CONSOLE = Folders.anew("check");
    private static final Database DATABASE = Engines.database();
    private static final int STOCK = 30;
    private static final int THREADS = 8;
    private static final int EACH = 7;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void ofARealSaleEveryPromiseHolds(Way way) {
        Path file = folder.resolve("told.csv");
        long sale;
        try (Server node = way.start(Map.of());
                JtlWriter log = new JtlWriter(file)) {
            sale = new Sales(DATABASE).open(STOCK);
            sell(node.port(), log, sale);
        }
        try (Program check = check(file, "--redis", Engines.redisUrl(), "--one-node")) {
            assertThat(check.exit()).as(check.said() + " " + check.complained()).isZero();
            assertThat(String.join("\n", check.said()).replaceAll(" +", " "))
                    .contains("sale " + sale, "30 offered, 0 left, 30 purchases", "56 buyers, 64 presses");
        }
        DATABASE.update("DELETE FROM purchase WHERE seckill_id = ? LIMIT 1", sale);
        try (Program check = check(file)) {
            assertThat(check.exit()).as(check.said().toString()).isEqualTo(1);
            assertThat(check.said()).anyMatch(line -> line.startsWith("BROKEN"));
        }
    }

    @Test
    void whatItCannotTellIsOneLineAndStatusTwo() {
        try (Program check = check(folder.resolve("none.csv"))) {
            assertThat(check.exit()).isEqualTo(2);
            assertThat(check.complained()).singleElement().asString().startsWith("bench/check: a log cannot be read");
        }
    }

    /** One in seven presses twice, another one leaves before the answer, and who is told to wait asks until it is known. */
    private static void sell(int port, JtlWriter log, long sale) {
        Crowd.of(THREADS, member -> {
                    try (Witness witness = new Witness(port, log, sale)) {
                        for (int i = 0; i < EACH; i++) {
                            String phone = Shop.phone(member * EACH + i);
                            Shop buyer = new Shop(port).loggedIn(phone);
                            Ask order = Ask.execution(sale, buyer.md5(sale), "Cookie: " + buyer.cookie());
                            if (i == 3) {
                                witness.pressAndLeave(phone, order);
                                continue;
                            }
                            Told told = witness.press(phone, order);
                            if (i == 5) {
                                witness.press(phone, order);
                            }
                            if (told == Told.QUEUED) {
                                Crowd.until(() -> witness.askResult(phone, buyer.cookie()) == Told.BOUGHT);
                            }
                        }
                    }
                    return member;
                })
                .results();
    }

    private static Program check(Path log, String... options) {
        List<String> words = List.of(
                Program.java(),
                "-cp",
                System.getProperty("java.class.path"),
                Check.class.getName(),
                "--db-url",
                DATABASE.url(),
                "--db-user",
                DATABASE.user(),
                log.toString());
        String[] line = new String[words.size() + options.length];
        words.toArray(line);
        System.arraycopy(options, 0, line, words.size(), options.length);
        return Program.start(CONSOLE, Map.of(Evidence.PASSWORD, DATABASE.password()), line);
    }
}
