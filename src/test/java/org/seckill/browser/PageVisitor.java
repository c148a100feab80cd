package org.seckill.browser;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Who looks at the pages, and through what.
 *
 * @param zone where the device says that it is
 * @param clockAhead by how much the device's clock is wrong
 */
record PageVisitor(Device device, Tongue tongue, String zone, Duration clockAhead, Ability ability) {

    enum Device {
        PHONE(390, 844, true),
        /** The narrowest that WCAG 2.2 asks for, 1.4.10. */
        NARROW(320, 640, true),
        /** A desktop at 200 %. */
        ENLARGED(640, 450, false),
        DESKTOP(1280, 900, false);

        final int width;
        final int height;
        final boolean touch;

        Device(int width, int height, boolean touch) {
            this.width = width;
            this.height = height;
            this.touch = touch;
        }
    }

    enum Tongue {
        EN("en-GB,en", "en-GB", "en"),
        ZH("zh-CN,zh,en", "zh-CN", "zh-CN");

        /** What the browser asks for, the best first: it adds the weights. */
        final String accepted;

        final String locale;

        /** What the page says it is written in. */
        final String written;

        Tongue(String accepted, String locale, String written) {
            this.accepted = accepted;
            this.locale = locale;
            this.written = written;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is different about a device or its reader. */
    enum Ability {
        USUAL,
        WITHOUT_SCRIPT,
        WITH_LITTLE_MOTION,
        /** 400 ms away, 50 kB a second. */
        SLOW_NETWORK,
        /** A page's timers of more than 15 s take a twentieth of their time. */
        QUICK_TIMERS,
        /** A page's timers of 700 ms or more, such as the pauses between polls, take a quarter of their time. */
        QUICK_POLLS
    }

    static PageVisitor on(Device device) {
        return new PageVisitor(device, Tongue.EN, "Europe/Berlin", Duration.ZERO, Ability.USUAL);
    }

    PageVisitor reading(Tongue other) {
        return new PageVisitor(device, other, zone, clockAhead, ability);
    }

    PageVisitor in(String other) {
        return new PageVisitor(device, tongue, other, clockAhead, ability);
    }

    PageVisitor withClockAhead(Duration other) {
        return new PageVisitor(device, tongue, zone, other, ability);
    }

    PageVisitor who(Ability other) {
        return new PageVisitor(device, tongue, zone, clockAhead, other);
    }

    Optional<Duration> wrongClock() {
        return clockAhead.isZero() ? Optional.empty() : Optional.of(clockAhead);
    }
}
