package org.seckill.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoodsTest {
    private static final Money PRICE = new Money(100, "CNY");

    @ParameterizedTest
    @ValueSource(strings = {"phone.svg", "img/sale/phone.svg", "a/b-c_d/e..f.png", "-", "0"})
    void aRelativePathOfPlainCharactersIsAPicture(String picture) {
        assertThat(with(picture).picture()).isEqualTo(picture);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "//elsewhere.example/x.svg",
                "https://elsewhere.example/x.svg",
                "img/",
                "img//phone.svg",
                "..",
                "../phone.svg",
                "img/../../phone.svg",
                "img/..",
                "img/./phone.svg",
                ".git/config",
                "img/.hidden",
                "img/a b.svg",
                "img/phone.svg\n",
                "img\\phone.svg",
                "img/phone.svg?x",
                "img/%2e%2e/phone.svg",
                "img/手机.svg",
                "img/\"onerror=.svg"
            })
    void anythingElseIsNot(String picture) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(picture))
                .withMessageContaining("picture")
                .withMessageContaining("'" + picture + "'");
    }

    @Test
    void aListPriceIsAboveThePrice() {
        assertThat(with(new Money(101, "CNY")).listPrice()).isEqualTo(new Money(101, "CNY"));
        assertThatIllegalArgumentException().isThrownBy(() -> with(new Money(100, "CNY")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(new Money(99, "CNY")))
                .withMessageContaining("0.99")
                .withMessageContaining("1.00");
    }

    @Test
    void aListPriceIsInTheCurrencyOfThePrice() {
        assertThatIllegalArgumentException().isThrownBy(() -> with(new Money(101, "USD")));
    }

    private static Goods with(String picture) {
        return new Goods("title", picture, PRICE, null);
    }

    private static Goods with(Money listPrice) {
        return new Goods("title", "img/parcel.svg", PRICE, listPrice);
    }
}
