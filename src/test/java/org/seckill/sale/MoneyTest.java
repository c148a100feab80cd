package org.seckill.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
    @ParameterizedTest
    @CsvSource({
        "199900, CNY, 1999.00",
        "199900, JPY, 199900",
        "199900, KWD, 199.900",
        "0, CNY, 0.00",
        "5, CNY, 0.05",
        "9223372036854775807, CNY, 92233720368547758.07"
    })
    void anAmountHasAsManyDecimalsAsItsCurrency(long minor, String code, String amount) {
        assertThat(new Money(minor, code).amount()).hasToString(amount);
    }

    @ParameterizedTest
    @CsvSource({
        "199900, CNY, zh, '¥1,999.00'",
        "199900, CNY, zh-CN, '¥1,999.00'",
        "199900, CNY, en, 'CN¥1,999.00'",
        "199900, USD, en, '$1,999.00'",
        "199900, JPY, en, '¥199,900'",
        "5, CNY, zh, '¥0.05'",
        "9223372036854775807, CNY, zh, '¥92,233,720,368,547,758.07'"
    })
    void isWrittenAsReadersOfTheLanguageWriteIt(long minor, String code, String language, String written) {
        assertThat(new Money(minor, code).in(Locale.forLanguageTag(language))).isEqualTo(written);
    }

    @Test
    void threeDecimalsAreKept() {
        assertThat(new Money(199_901, "KWD").in(Locale.ENGLISH))
                .startsWith("KWD")
                .endsWith("199.901");
    }

    @ParameterizedTest
    @CsvSource({"CNY, 2", "JPY, 0", "KWD, 3", "IDR, 2", "HUF, 2", "XAU, 0", "QQQ, 0"})
    void decimalsAreThoseOfIso4217(String code, int decimals) {
        assertThat(Money.decimals(code)).isEqualTo(decimals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CN", "cny", "QQQ", "CNYY", "¥"})
    void aCodeThatNoCurrencyHasIsRefusedByName(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(1, code))
                .withMessage("no currency has the code '%s'", code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"XAU", "XXX"})
    void whatHasNoSmallestUnitIsNoMoney(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(1, code))
                .withMessageContaining(code);
    }

    @Test
    void isNeverNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Money(-1, "CNY"))
                .withMessageContaining("-1");
    }
}
