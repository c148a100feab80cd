package org.seckill.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.buyer.Secret;
import org.seckill.sale.Sale;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;

class SaltedAddressTest {
    private static final Instant START = Instant.parse("2030-01-01T10:00:00Z");
    private static final Phone BUYER = new Phone("13812340000");

    private final SaltedAddress address = new SaltedAddress(new Secret("0123456789abcdef0123456789abcdef"));
    private final Sale sale = sale(1000, START);

    @Test
    void isThirtyTwoLowerCaseHexDigits() {
        assertThat(address.of(sale, BUYER)).matches("[0-9a-f]{32}");
    }

    @Test
    void opensTheSaleToItsBuyer() {
        assertThat(address.isOf(sale, BUYER, address.of(sale, BUYER))).isTrue();
    }

    @Test
    void isWorthNothingToAnotherBuyer() {
        assertThat(address.isOf(sale, new Phone("13812340001"), address.of(sale, BUYER)))
                .isFalse();
    }

    @Test
    void isWorthNothingForAnotherSaleOrAnotherWindow() {
        String md5 = address.of(sale, BUYER);
        assertThat(address.isOf(sale(1001, START), BUYER, md5)).isFalse();
        assertThat(address.isOf(sale(1000, START.plusMillis(1)), BUYER, md5)).isFalse();
    }

    @Test
    void isWorthNothingOnAnotherDeployment() {
        SaltedAddress elsewhere = new SaltedAddress(new Secret("another secret of at least 32 chars"));
        assertThat(address.isOf(sale, BUYER, elsewhere.of(sale, BUYER))).isFalse();
    }

    @Test
    void ofTheSecretThatIsAlsoAcceptedIsAccepted() {
        String other = "another secret of at least 32 chars";
        SaltedAddress rotating = new SaltedAddress(new Secret(other, "0123456789abcdef0123456789abcdef"));
        assertThat(rotating.isOf(sale, BUYER, address.of(sale, BUYER))).isTrue();
        assertThat(rotating.of(sale, BUYER)).isEqualTo(new SaltedAddress(new Secret(other)).of(sale, BUYER));
    }

    @Test
    void ofAnotherLengthOrAlphabetIsRefused() {
        String md5 = address.of(sale, BUYER);
        assertThat(address.isOf(sale, BUYER, "")).isFalse();
        assertThat(address.isOf(sale, BUYER, md5.substring(1))).isFalse();
        assertThat(address.isOf(sale, BUYER, md5 + "0")).isFalse();
        assertThat(address.isOf(sale, BUYER, md5.toUpperCase(Locale.ROOT) + "é"))
                .isFalse();
    }

    private static Sale sale(long id, Instant start) {
        return TestSaleCopies.of(id, 10, new Window(start, start.plusSeconds(3600)), 0, start);
    }
}
