package org.seckill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.sale.Sale;
import org.seckill.sale.SaleText;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;

class SaleRowTest {
    private static final Instant START = Instant.parse("2030-06-18T10:00:00Z");
    private static final Window WINDOW = new Window(START, START.plusSeconds(3600));

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 100, 0",
        "1, 100, 1",
        "1, 100000, 1",
        "50, 100, 50",
        "199, 200, 99",
        "200, 200, 100",
        "2000000000, 2000000001, 99"
    })
    void theShareLeftIsNothingOnlyWhenNothingIsLeft(int stock, int offered, int percent) {
        assertThat(sale(stock, offered).percentLeft()).isEqualTo(percent);
    }

    @Test
    void stockRaisedByHandAboveWhatWasOfferedIsOfferedToo() {
        assertThat(sale(7, 5).offered()).isEqualTo(7);
        assertThat(sale(7, 5).percentLeft()).isEqualTo(100);
        assertThat(sale(0, -1).offered()).isZero();
    }

    @Test
    void stockIsNeverNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> sale(-1, 5)).withMessageContaining("sale 1000");
    }

    @ParameterizedTest
    @CsvSource({"QQQ, 5, img/parcel.svg, QQQ", "CNY, -5, img/parcel.svg, -5", "CNY, 5, ../secret, ../secret"})
    void aRowThatMakesNoSaleIsRefusedWithTheSaleAndTheReason(
            String currency, long price, String picture, String reason) {
        SaleRow row = new SaleRow(
                1000, "n", "", picture, price, null, currency, 1, 1, START, WINDOW.end(), 0, START, null, null);
        assertThatThrownBy(row::sale)
                .isInstanceOf(UnreadableSale.class)
                .hasMessageContaining("sale 1000")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "en, 半价手机, 双摄像头, phone, with two cameras",
                "zh, 半价手机, 双摄像头, 半价手机, 双摄像头",
                "zh-CN, 半价手机, 双摄像头, 半价手机, 双摄像头",
                "zh, 半价手机, '', 半价手机, with two cameras",
                "zh, none, none, phone, with two cameras",
                "fr, 半价手机, 双摄像头, phone, with two cameras"
            })
    void aSaleIsCalledByTheDefaultLanguageWhereThereIsNoOther(
            String language, @Nullable String chinese, @Nullable String title, String shownName, String shownTitle) {
        Map<String, SaleText> texts = SaleText.inChinese(chinese, title);
        Sale sale = new Sale(1000, "phone", TestSaleCopies.GOODS, 1, 1, WINDOW, 0, START, texts);
        Locale locale = Locale.forLanguageTag(language);
        assertThat(sale.name(locale)).isEqualTo(shownName);
        assertThat(sale.title(locale)).isEqualTo(shownTitle);
    }

    private static Sale sale(int stock, int offered) {
        return new Sale(1000, "phone", TestSaleCopies.GOODS, stock, offered, WINDOW, 0, START);
    }
}
