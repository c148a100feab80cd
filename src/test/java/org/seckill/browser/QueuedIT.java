package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.Keys;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;
import org.seckill.browser.QueueingShop.Reply;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.TestShop;

/** What a buyer sees whose order waits in line, until it is known what became of it. */
@Tag("browser")
class QueuedIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final ShopClient SHOP = TestShop.shared().client();
    private static final AtomicInteger BUYERS = new AtomicInteger(11_000);
    private static final int UNAUTHORIZED = 401;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final int number = BUYERS.incrementAndGet();
    private final String phone = ShopClient.phone(number);
    private final String ticket = "A-ticket_of_22-letters" + number;
    private final long sale = SALES.open(5);
    private QueueingShop queue;
    private BrowserTab tab;

    @BeforeEach
    void open() {
        queue = new QueueingShop(SHOP.base(), ticket);
        SALES.goods(sale, "256 GB, and two days on one charge", "img/sale/phone.svg", 199900, 399900);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private DetailPage visit(PageVisitor visitor) {
        tab = CHROMIUM.visit(visitor);
        tab.carry(SHOP.loggedIn(phone).cookie(), queue.base());
        return DetailPage.open(tab, queue.base(), sale);
    }

    private DetailPage queued(PageVisitor visitor) {
        DetailPage detail = visit(visitor);
        detail.awaitState("ready");
        detail.press();
        detail.awaitState("queued");
        return detail;
    }

    private DetailPage queued() {
        return queued(quick(Device.PHONE));
    }

    /** The pace of the polls is the subject of some tests only. */
    private static PageVisitor quick(Device device) {
        return PageVisitor.on(device).who(Ability.QUICK_POLLS);
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void anOrderInLineIsShownWithItsNumberUntilItIsBought(Device device) {
        DetailPage detail = visit(quick(device));
        detail.awaitState("ready");
        Object places = places();
        detail.press();
        detail.awaitState("queued");
        assertThat(places()).isEqualTo(places);
        assertThat(detail.pressable()).isFalse();
        assertThat(tab.text("#buy")).startsWith("In line");
        assertThat(tab.text("#status")).contains("in line");
        assertThat(tab.text("#order")).contains(ticket);
        assertThat(tab.shows("#rules")).isFalse();

        queue.record(sale, phone);
        detail.awaitState("bought");
        assertThat(tab.text("#purchase")).contains(ticket);
        assertThat(tab.shows("#order")).isFalse();
        assertThat(detail.states())
                .containsSubsequence("working", "queued", "bought")
                .doesNotContain("unknown", "busy");
        assertThat(places()).isEqualTo(places);
        assertThat(queue.orders()).isEqualTo(1);
    }

    /** How high the page and its parts are: what moves just after a click is no shift to a browser. */
    private Object places() {
        return tab.script("""
                return ['html', '.shop-head', '.shop-swap', '.shop-counter', '#buy', '#status', 'footer']
                    .map(part => `${part} ${document.querySelector(part).getBoundingClientRect().height}`).join(', ');
                """);
    }

    @Test
    void whoIsInLineWhenTheLastUnitGoesIsToldThatAllAreSold() {
        DetailPage detail = queued();
        for (int i = 0; i < 5; i++) {
            SHOP.loggedIn(ShopClient.phone(BUYERS.incrementAndGet())).buy(sale);
        }
        queue.forget();
        detail.awaitState("sold-out");
        assertThat(tab.shows("#order")).isFalse();
        assertThat(tab.shows("#rules")).isTrue();
        assertThat(detail.states()).doesNotContain("unknown", "error");
    }

    @Test
    void whoseOrderWasLostIsToldSoAndMayPressAgain() {
        DetailPage detail = queued();
        queue.forget();
        mayPressAgain(detail);
    }

    @Test
    void whoseOrderWasLostIsToldSoAfterAReloadToo() {
        DetailPage detail = queued();
        tab.reload();
        detail.awaitState("queued");
        queue.forget();
        mayPressAgain(detail);
    }

    private void mayPressAgain(DetailPage detail) {
        detail.awaitState("ready");
        assertThat(tab.text("#status")).contains("lost", "Nothing was bought");
        assertThat(tab.shows("#order")).isFalse();
        assertThat(SALES.purchases(sale)).isZero();
        detail.press();
        detail.awaitState("bought");
        assertThat(SALES.purchases(sale)).isEqualTo(1);
    }

    @Test
    void aPageThatIsLoadedAnewGoesOnWaitingAndOffersNoSecondPress() {
        DetailPage detail = queued();
        tab.reload();
        detail.awaitState("queued");
        assertThat(tab.text("#order")).contains(ticket);
        queue.record(sale, phone);
        detail.awaitState("bought");
        assertThat(detail.states()).doesNotContain("ready", "unknown", "already");
        assertThat(queue.orders()).isEqualTo(1);
    }

    @Test
    void whatWasBoughtWhileThePageWasAwayIsWhatThePressBought() {
        DetailPage detail = queued();
        tab.go("about:blank");
        recordLongAgo();
        DetailPage.open(tab, queue.base(), sale);
        detail.awaitState("bought|already");
        assertThat(detail.state()).isEqualTo("bought");
    }

    /** The page cannot take the purchase for its press's own by the time alone. */
    private void recordLongAgo() {
        queue.record(sale, phone);
        TestEngines.database()
                .update("UPDATE purchase SET create_time = create_time - INTERVAL 1 MINUTE WHERE ticket = ?", ticket);
    }

    @Test
    void anotherDeviceOfTheBuyerWaitsForTheSameOrder() {
        queued();
        DetailPage other = visit(quick(Device.DESKTOP));
        other.awaitState("queued");
        assertThat(tab.text("#order")).contains(ticket);
        queue.record(sale, phone);
        other.awaitState("bought");
        assertThat(other.states()).doesNotContain("ready", "unknown", "already");
        assertThat(queue.orders()).isEqualTo(1);
    }

    @Test
    void anotherDeviceThatCannotAskAtOnceOffersNoSecondPress() {
        queued();
        AtomicInteger asked = new AtomicInteger();
        queue.answerResults(() -> asked.incrementAndGet() <= 2 ? Reply.refused(503, 0) : queue.queued());
        DetailPage other = visit(quick(Device.PHONE));
        other.awaitState("queued|ready");
        assertThat(other.state()).isEqualTo("queued");
        assertThat(other.states()).contains("busy").doesNotContain("ready");
    }

    @Test
    void aFaultWhileTheOrderWaitsIsNoAnswerToIt() {
        AtomicInteger asked = new AtomicInteger();
        List<Reply> faults = List.of(
                Reply.refused(503, 3), Reply.refused(429, 1), Reply.refused(500, 0), Reply.hangUp(), queue.queued());
        queue.answerResults(() -> faults.get(Math.min(asked.getAndIncrement(), faults.size() - 1)));
        DetailPage detail = queued(PageVisitor.on(Device.PHONE));
        tab.waitFor("not asked after the faults", () -> queue.polls().size() > faults.size());
        assertThat(detail.state()).isEqualTo("queued");
        assertThat(tab.text("#order")).contains(ticket);
        assertThat(gap(0)).as("what Retry-After asked for").isGreaterThan(3000);
        assertThat(gap(1)).as("what Retry-After asked for").isGreaterThan(1000);
        queue.record(sale, phone);
        detail.awaitState("bought");
        assertThat(detail.states()).doesNotContain("unknown", "busy", "error", "already");
    }

    @Test
    void whoseLoginEndsInLineLogsInAndWaitsOn() {
        DetailPage detail = queued();
        queue.answerResults(() -> Reply.refused(UNAUTHORIZED, 0));
        new LoginDialog(tab).awaitOpen();
        detail.awaitState("login");
        assertThat(tab.shows("#order")).isFalse();
        queue.answerResults(queue::queued);
        new LoginDialog(tab).as(phone);
        detail.awaitState("queued");
        queue.record(sale, phone);
        detail.awaitState("bought");
        assertThat(queue.orders()).isEqualTo(1);
    }

    @Test
    void whatWasBoughtWhileNobodyWasLoggedInIsWhatThePressBought() {
        DetailPage detail = queued();
        queue.answerResults(() -> Reply.refused(UNAUTHORIZED, 0));
        new LoginDialog(tab).awaitOpen();
        recordLongAgo();
        new LoginDialog(tab).as(phone);
        detail.awaitState("bought|already");
        assertThat(detail.state()).isEqualTo("bought");
    }

    @Test
    void theLongerItTakesTheSeldomerIsItAskedAndThenThePageSaysSo() {
        DetailPage detail = queued(PageVisitor.on(Device.PHONE));
        assertThat(tab.text("#status")).doesNotContain("Still");
        tab.waitFor("the words are the same", () -> tab.text("#status").contains("Still in line"));
        int slowest = queue.polls().size();
        assertThat(slowest).isGreaterThanOrEqualTo(5);
        tab.waitFor("given up", () -> queue.polls().size() > slowest + 1);
        // At the least half of the pause before it: 800 ms, and then twice the one before.
        for (int i = 0; i < 4; i++) {
            assertThat(gap(i)).as("pause %d", i).isGreaterThanOrEqualTo(390L << i);
        }
        assertThat(gap(slowest)).isGreaterThanOrEqualTo(3_900);
        assertThat(detail.state()).isEqualTo("queued");
        queue.record(sale, phone);
        detail.awaitState("bought");
    }

    /** From one question for the result to the next, in milliseconds. */
    private long gap(int poll) {
        List<Long> polls = queue.polls();
        return (polls.get(poll + 1) - polls.get(poll)) / 1_000_000;
    }

    @Test
    void whoPressedAKeyIsLedToTheReceiptAfterTheWait() {
        DetailPage detail = queuedByKey();
        queue.record(sale, phone);
        detail.awaitState("bought");
        assertThat(focused()).isEqualTo("purchase-title");
    }

    @Test
    void whoWentOnToSomethingElseMeanwhileIsNotCalledBack() {
        DetailPage detail = queuedByKey();
        tab.script("document.querySelector('#list-link').focus()");
        queue.record(sale, phone);
        detail.awaitState("bought");
        assertThat(focused()).isEqualTo("list-link");
    }

    private DetailPage queuedByKey() {
        DetailPage detail = visit(quick(Device.DESKTOP));
        detail.awaitState("ready");
        tab.script("document.querySelector('#buy').focus()");
        tab.press(Keys.ENTER);
        detail.awaitState("queued");
        return detail;
    }

    private Object focused() {
        return String.valueOf(tab.script("return document.activeElement.id"));
    }

    @ParameterizedTest
    @EnumSource(Tongue.class)
    void isAccessibleAndFits(Tongue tongue) {
        queued(PageInspection.visitor(tongue));
        assertThat(tab.attribute("#status", "role")).isEqualTo("status");
        assertThat(tab.text("#buy")).isEqualTo(tongue == Tongue.ZH ? "正在排队…" : "In line…");
        PageInspection.of(tab, "detail-queued");
        String still = tongue == Tongue.ZH ? "仍在排队" : "Still in line";
        tab.waitFor("the words are the same", () -> tab.text("#status").contains(still));
        PageInspection.of(tab, "detail-queued-long");
        queue.forget();
        new DetailPage(tab).awaitState("ready");
        PageInspection.of(tab, "detail-lost");
    }
}
