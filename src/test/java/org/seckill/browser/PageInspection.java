package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.seckill.browser.PageVisitor.Ability;
import org.seckill.browser.PageVisitor.Device;
import org.seckill.browser.PageVisitor.Tongue;

/**
 * What every page must stand in every state: axe-core at both widths, and a screen 320 px wide. Keeps a picture of each.
 */
final class PageInspection {
    private static final String TOO_WIDE = """
            return document.scrollingElement.scrollWidth <= 320 ? [] : [...document.querySelectorAll('body *')]
                .filter(element => element.getBoundingClientRect().right > 320)
                .map(element => element.outerHTML.slice(0, 120));
            """;

    private PageInspection() {}

    /** One to whom no transition hides a colour. */
    static PageVisitor visitor(Tongue tongue) {
        return PageVisitor.on(Device.PHONE).reading(tongue).who(Ability.WITH_LITTLE_MOTION);
    }

    static void of(BrowserTab tab, String state) {
        // Colours do not depend on the language: each reader has a scheme, and both schemes are looked at.
        String scheme = tab.tongue() == Tongue.EN ? "light" : "dark";
        for (Device device : List.of(Device.PHONE, Device.DESKTOP)) {
            tab.beOn(device);
            tab.photograph(state);
            tab.prefer(scheme);
            Axe.assertAccessible(
                    tab,
                    String.format(Locale.ROOT, "%s at %d px, %s (%s)", state, device.width, scheme, tab.address()));
            tab.prefer("light");
        }
        tab.beOn(Device.NARROW);
        assertThat(tab.script(TOO_WIDE))
                .as("wider than a screen of 320 px: %s", state)
                .isEqualTo(List.of());
    }
}
