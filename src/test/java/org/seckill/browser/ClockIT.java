package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.browser.BrowserShop.Door;
import org.seckill.browser.DetailPage.Seen;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.testkit.node.ShopClient;

/** The countdown and the opening go by the server's clock, whatever the device and the network do. */
@Tag("browser")
class ClockIT {
    private static final ShopClient SHOP = BrowserShop.shop();
    private static final AtomicInteger BUYERS = new AtomicInteger(8000);

    /** In seconds. A machine that is busy with other things lets a page wait. */
    private static final double LATE = 3;

    private static final String SECONDS = "#countdown [data-part='seconds']";

    private static final String SAMPLES =
            "performance.getEntriesByType('resource').filter(request => request.name.endsWith('/time/now'))";

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private BrowserTab tab;

    private DetailPage waitFor(long sale, PageVisitor visitor) {
        return waitFor(sale, visitor, Door.APPLICATION);
    }

    private DetailPage waitFor(long sale, PageVisitor visitor, Door door) {
        tab = CHROMIUM.visit(visitor);
        tab.carry(SHOP.loggedIn(ShopClient.phone(BUYERS.incrementAndGet())).cookie(), door.base());
        DetailPage detail = DetailPage.open(tab, door.base(), sale);
        detail.awaitState("waiting");
        return detail;
    }

    @ParameterizedTest
    @CsvSource({"60, PHONE, APPLICATION", "-60, DESKTOP, NGINX"})
    void aDeviceClockThatIsAnHourOffChangesNothing(int minutes, Device device, Door door) {
        Duration ahead = Duration.ofMinutes(minutes);
        long sale = sale(Duration.ofSeconds(9));
        DetailPage detail = waitFor(sale, PageVisitor.on(device).withClockAhead(ahead), door);
        assertThat(tab.number("return Date.now() - window.witness.time()"))
                .isCloseTo((double) ahead.toMillis(), within(1000.0));
        assertThat(detail.countdownError()).isBetween(-LATE, LATE);
        opensInTime(detail, sale);
    }

    @Test
    void aSlowNetworkMovesNeitherTheCountdownNorTheOpening() {
        long sale = sale(Duration.ofSeconds(12));
        DetailPage detail = waitFor(sale, PageVisitor.on(Device.PHONE).who(Ability.SLOW_NETWORK), Door.NGINX);
        assertThat(detail.countdownError()).isBetween(-LATE, LATE);
        opensInTime(detail, sale);
    }

    @Test
    void theLastTenSecondsAreCountedInTenthsAndSaidAloudOnce() {
        DetailPage detail = waitFor(sale(Duration.ofSeconds(15)), PageVisitor.on(Device.DESKTOP));
        assertThat(tab.text(SECONDS)).matches("[0-9]{2}");
        tab.waitFor("no tenths", () -> tab.text(SECONDS).matches("[0-9]\\.[0-9]"));
        detail.awaitState("ready");
        assertThat(tab.script("return window.witness.said"))
                .isEqualTo(List.of("Opens in ten seconds.", "The sale is open now."));
        assertThat(tab.attribute("#countdown", "aria-live")).isEqualTo("off");
    }

    @Test
    void aTabThatWakesAsksForTheTimeAgain() {
        waitFor(sale(Duration.ofHours(1)), PageVisitor.on(Device.PHONE));
        tab.waitFor("the first samples do not end", () -> sinceLastSample() > 2_000);
        double before = samples();
        tab.hideAndShow();
        tab.waitFor("the time was not asked again", () -> samples() > before);
        assertThat(tab.script("return window.witness.hidden")).isEqualTo(List.of(true, false));
    }

    private static long sale(Duration start) {
        return BrowserShop.sales().create("punctual", 5, start, Duration.ofHours(2));
    }

    private static void opensInTime(DetailPage detail, long sale) {
        detail.awaitState("ready");
        assertThat(detail.states()).containsSubsequence("waiting", "ready").doesNotContain("busy", "error");
        Seen ready = detail.firstSeen("ready");
        Instant opening = BrowserShop.sales().opening(sale);
        assertThat(ready.since()).isBetween(opening, opening.plusSeconds((long) LATE));
        assertThat(detail.seen().stream().filter(Seen::pressable).map(Seen::since))
                .allMatch(since -> !since.isBefore(opening));
    }

    private double samples() {
        return tab.number("return " + SAMPLES + ".length");
    }

    /** In milliseconds; of no length as long as none was taken. */
    private double sinceLastSample() {
        return tab.number("return performance.now() - (" + SAMPLES + ".at(-1)?.responseEnd ?? performance.now())");
    }
}
