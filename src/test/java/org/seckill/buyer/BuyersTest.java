package org.seckill.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuyersTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final Phone BUYER = new Phone("13812340000");
    private static final Secret SECRET = new Secret("0123456789abcdef0123456789abcdef");

    private final Buyers cookie = at(NOW);

    @Test
    void namesTheBuyerItWasIssuedTo() {
        assertThat(cookie.read(cookie.issue(BUYER))).contains(BUYER);
    }

    @Test
    void changedInAnyCharacterIsWorthNothing() {
        String issued = cookie.issue(BUYER);
        for (int i = 0; i < issued.length(); i++) {
            char other = issued.charAt(i) == '1' ? '2' : '1';
            String forged = issued.substring(0, i) + other + issued.substring(i + 1);
            // The last character of 32 bytes in base64 carries four bits: another spelling is refused as well.
            assertThat(cookie.read(forged)).as("changed at %d", i).isEmpty();
        }
    }

    @Test
    void ofAnotherDeploymentIsWorthNothing() {
        Buyers elsewhere = buyers(new Secret("another secret of at least 32 chars"), Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(cookie.read(elsewhere.issue(BUYER))).isEmpty();
    }

    @Test
    void signedWithTheSecretThatIsAlsoAcceptedIsReadAndNeverIssued() {
        Secret next = new Secret("another secret of at least 32 chars");
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Buyers rotating =
                buyers(new Secret("another secret of at least 32 chars", "0123456789abcdef0123456789abcdef"), clock);
        assertThat(rotating.read(cookie.issue(BUYER))).contains(BUYER);
        assertThat(rotating.issue(BUYER)).isEqualTo(buyers(next, clock).issue(BUYER));
    }

    @Test
    void livesSevenDays() {
        String issued = cookie.issue(BUYER);
        assertThat(at(NOW.plus(Duration.ofDays(7)).minusMillis(1)).read(issued)).contains(BUYER);
        assertThat(at(NOW.plus(Duration.ofDays(7))).read(issued)).isEmpty();
    }

    @Test
    void issuedInTheFutureIsRefusedBeyondTheSkewOfClocks() {
        String issued = cookie.issue(BUYER);
        assertThat(at(NOW.minusSeconds(30)).read(issued)).contains(BUYER);
        assertThat(at(NOW.minusSeconds(90)).read(issued)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "13812340000",
                "13812340000.1893456000000",
                "13812340000.1893456000000.",
                "..",
                "13812340000.99999999999999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "13812340000.-1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "a.b.c.d",
                "\u0000.\u0000.\u0000"
            })
    void thatIsMalformedIsNobodys(String value) {
        assertThat(cookie.read(value)).isEmpty();
    }

    private static Buyers at(Instant now) {
        return buyers(SECRET, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Buyers buyers(Secret secret, Clock clock) {
        return new Buyers(secret, new BuyerTag(secret), clock);
    }
}
