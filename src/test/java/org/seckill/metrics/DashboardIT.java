package org.seckill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.engine.ZooKeeperNode;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard and the guide speak of what a node tells, and of nothing else. */
class DashboardIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final Pattern METRIC = Pattern.compile("\\b(?:seckill|hikaricp|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern MATCHER = Pattern.compile("\\b([a-z]+)=~?\"([^\"]*)\"");
    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{([^}]*)}}");

    private static JsonNode dashboard;
    private static String guide;
    private static Scrape told;

    /** A node that has every engine, and so tells of each. */
    private static TestShop node;

    private static ZooKeeperNode zooKeeper;

    @BeforeAll
    static void read() throws IOException {
        dashboard = JsonMapper.shared().readTree(Path.of("docs", "grafana", "seckill.json"));
        guide = Files.readString(Path.of("docs", "operating.md"))
                .replaceFirst("(?s)^.*\n## Metrics\n", "")
                .replaceFirst("(?s)\n## .*$", "");
        zooKeeper = ZooKeeperNode.start();
        node = TestShop.start(Map.of(
                "SECKILL_ZOOKEEPER",
                zooKeeper.address(),
                "SECKILL_PURCHASE",
                "queue",
                "SECKILL_QUEUE_CHECK_MS",
                "100"));
        ShopClient shop = node.client();
        told = Scrape.of(shop);
        int[] buyer = {50_000};
        // Some are told only when there is something to tell: a sale, its first order, the first collection.
        await().until(() -> {
            shop.loggedIn(ShopClient.phone(buyer[0]++)).buy(SALES.open(1));
            System.gc();
            told = Scrape.of(shop);
            return told.names()
                    .containsAll(Set.of(
                            "seckill_lane_depth",
                            "seckill_stock_left",
                            "jvm_gc_pause_seconds_sum",
                            "seckill_queue_lane_depth",
                            "seckill_queue_waiting",
                            "seckill_queue_oldest_seconds",
                            "seckill_queue_poison"));
        });
    }

    @AfterAll
    static void stop() {
        node.close();
        zooKeeper.close();
    }

    @Test
    void everyPanelSaysWhatItShowsInWhichUnit() {
        assertThat(panels()).hasSizeGreaterThan(15).allSatisfy(panel -> {
            assertThat(panel.at("/title").asString()).isNotBlank();
            assertThat(panel.at("/description").asString()).matches("[A-Z][^.]*(\\S\\.\\S[^.]*)*\\.");
            assertThat(panel.at("/fieldConfig/defaults/unit").asString()).isNotBlank();
            assertThat(panel.at("/targets").size()).isPositive();
        });
        assertThat(panels().stream().map(panel -> panel.at("/id").asInt())).doesNotHaveDuplicates();
    }

    @Test
    void everyMetricThatThePanelsAskForIsTold() {
        assertThat(expressions()).isNotEmpty().allSatisfy(expression -> {
            assertThat(metricsIn(expression)).as(expression).isNotEmpty();
            assertThat(told.names()).as(expression).containsAll(metricsIn(expression));
        });
    }

    @Test
    void everyLabelThatThePanelsAskForIsTold() {
        assertThat(expressions()).allSatisfy(expression -> {
            MATCHER.matcher(expression)
                    .results()
                    .filter(matcher -> !matcher.group(1).equals("instance"))
                    .flatMap(matcher -> Stream.of(matcher.group(2).split("\\|", -1))
                            .map(value -> matcher.group(1) + "=\"" + value + "\""))
                    .forEach(label -> assertThat(told.text()).contains(label));
            GROUPED.matcher(expression)
                    .results()
                    .flatMap(by -> Stream.of(by.group(1).split(", ", -1)))
                    .forEach(DashboardIT::assertLabel);
        });
        targets()
                .flatMap(target ->
                        LEGEND.matcher(target.at("/legendFormat").asString()).results())
                .forEach(label -> assertLabel(label.group(1)));
    }

    @Test
    void itAsksTheDataSourceThatItsReaderChooses() {
        assertThat(dashboard.findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(source -> assertThat(source.at("/uid").asString()).isEqualTo("${datasource}"));
        assertThat(dashboard.at("/templating/list/0/type").asString()).isEqualTo("datasource");
        assertThat(told.names())
                .containsAll(
                        metricsIn(dashboard.at("/templating/list/1/definition").asString()));
    }

    @Test
    void theGuideExplainsEveryMetricOfOursAndNoneThatIsNotTold() {
        Set<String> explained = metricsIn(guide);
        assertThat(told.names())
                .containsAll(explained.stream()
                        .map(name -> told.names().contains(name) ? name : name + "_count")
                        .toList());
        assertThat(told.names())
                .filteredOn(name -> name.startsWith("seckill_"))
                .allSatisfy(name ->
                        assertThat(explained).containsAnyOf(name, name.replaceFirst("_(bucket|count|sum|max)$", "")));
    }

    private static void assertLabel(String name) {
        if (!name.equals("instance")) {
            assertThat(told.text()).contains(name + "=\"");
        }
    }

    private static List<JsonNode> panels() {
        return dashboard
                .at("/panels")
                .valueStream()
                .filter(panel -> !panel.at("/type").asString().equals("row"))
                .toList();
    }

    private static Stream<JsonNode> targets() {
        return panels().stream().flatMap(panel -> panel.at("/targets").valueStream());
    }

    private static List<String> expressions() {
        return targets().map(target -> target.at("/expr").asString()).toList();
    }

    private static Set<String> metricsIn(String text) {
        return METRIC.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
