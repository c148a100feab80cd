package org.seckill.browser;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page of one sale. */
record DetailPage(BrowserTab tab) {

    /** A state that the page was in, and since when by the machine's clock. */
    record Seen(String state, boolean pressable, Instant since) {}

    static DetailPage open(BrowserTab tab, String base, long sale) {
        tab.go(base + "/seckill/" + sale + "/detail");
        return new DetailPage(tab);
    }

    String state() {
        return tab.attribute("#sale", "data-state");
    }

    void awaitState(String regex) {
        tab.waitFor("not " + regex, () -> state().matches(regex));
    }

    boolean pressable() {
        return tab.isEnabled("#buy");
    }

    void press() {
        tab.click("#buy");
    }

    /** Opens the dialog with the page's one button. */
    void logIn(String phone) {
        awaitState("login");
        press();
        new LoginDialog(tab).as(phone);
    }

    /** Every state since the page was loaded. */
    List<Seen> seen() {
        List<?> states = (List<?>) Objects.requireNonNull(tab.script("return window.witness.states"));
        return states.stream()
                .map(entry -> (Map<?, ?>) entry)
                .map(entry -> new Seen(
                        String.valueOf(entry.get("state")),
                        Boolean.TRUE.equals(entry.get("pressable")),
                        Instant.ofEpochMilli(((Number) Objects.requireNonNull(entry.get("at"))).longValue())))
                .toList();
    }

    /**
     * By how much the countdown shows too much time left, in seconds, measured at one moment inside the page. It shows
     * whole seconds, and tenths towards the end, none of which has passed entirely.
     */
    double countdownError() {
        return tab.number("""
                const part = name => Number.parseFloat(document.querySelector(`#countdown [data-part="${name}"]`).textContent);
                const shown = ((part('days') * 24 + part('hours')) * 60 + part('minutes')) * 60 + part('seconds');
                const { start, end } = document.querySelector('#sale').dataset;
                const time = window.witness.time();
                return shown - ((time < start ? start : end) - time) / 1000;
                """);
    }

    Seen firstSeen(String state) {
        return seen().stream()
                .filter(seen -> seen.state().equals(state))
                .findFirst()
                .orElseThrow(() -> new AssertionError("never " + state + ", but " + seen()));
    }

    /** How long after the page was asked for its button could be pressed. */
    Duration firstPressable() {
        Instant since = seen().stream()
                .filter(Seen::pressable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("never pressable, but " + seen()))
                .since();
        return Duration.ofMillis(since.toEpochMilli() - (long) tab.number("return performance.timeOrigin"));
    }

    List<String> states() {
        return seen().stream().map(Seen::state).distinct().toList();
    }
}
