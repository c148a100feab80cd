package org.seckill.buyer;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;

/** Creates signed cookies, for tests that cannot wait for a week. */
public final class TestCookies {
    private TestCookies() {}

    /** A cookie that expires after this time; negative if it has expired. */
    public static String thatExpiresIn(Duration left, String secret, String phone) {
        Clock then = Clock.offset(Clock.system(ZoneOffset.UTC), left.minus(Buyers.LIFETIME));
        Secret signing = new Secret(secret);
        return Buyers.NAME + '=' + new Buyers(signing, new BuyerTag(signing), then).issue(new Phone(phone));
    }
}
