package org.seckill.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneRuleTest {
    private final PhoneRule mainland = new PhoneRule(new Region("CN"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "13812340000",
                "138 1234 0000",
                "138-1234-0000",
                "138.1234.0000",
                "(138) 1234-0000",
                "+86 138 1234 0000",
                "＋86 138 1234 0000",
                "008613812340000",
                "0086 138 1234 0000",
                "１３８１２３４００００",
                "１３８－１２３４－００００",
                "（138）1234　0000",
                "138\u00a01234\u2009\u20110000",
                "\u202a13812340000\u202c",
                " 13812340000\n",
                "١٣٨١٢٣٤٠٠٠٠",
                "१३८१२३४००००"
            })
    void oneNumberIsOneBuyerHoweverItIsTyped(String typed) {
        assertThat(mainland.read(typed)).contains(new Phone("13812340000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "12345",
                "1381234000",
                "138123400001",
                "02112345678",
                "+1 650 253 0000",
                "13812340000 or 1=1",
                "<script>alert(1)</script>",
                "00000000000",
                "13812340000138123400001381234000013812340000"
            })
    void whatIsNoMobileNumberOfTheRegionIsRefused(String typed) {
        assertThat(mainland.read(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "138OOOO5678",
                "138oooo5678",
                "1EUADDRESS0",
                "l3812340000",
                "138ＯＯＯＯ5678",
                "138ОООО5678",
                "138οοοο5678",
                "13812340000x",
                "13812340000 ext. 5",
                "13812340000 доб 5",
                "13812340000x5",
                "13812340000;ext=5",
                "13812340000#5",
                "13812340000,5",
                "tel:13812340000",
                "tel:+86-138-1234-0000",
                "13812340000;phone-context=+86",
                "13812340000;isub=1",
                "一三八一二三四〇〇〇〇",
                "①③⑧①②③④⓪⓪⓪⓪",
                "1\ufe0f\u20e33812340000",
                "13812340000\ud83d\ude00",
                "📱13812340000",
                "138*1234*0000",
                "138+12340000",
                "++8613812340000",
                "13812340000/13812340001",
                "13812340000\u0000",
                "Phone 13812340000"
            })
    void lettersAndOtherSignsAreRefusedAndNotReadAsDigitsOrLeftOut(String typed) {
        assertThat(mainland.read(typed)).isEmpty();
    }

    @Test
    void anotherRegionIsASetting() {
        PhoneRule britain = new PhoneRule(new Region("GB"));
        assertThat(britain.read("07400 123456")).contains(new Phone("7400123456"));
        assertThat(britain.read("13812340000")).isEmpty();
    }

    @Test
    void aLeadingZeroThatIsPartOfTheNumberIsKept() {
        assertThat(new PhoneRule(new Region("CI")).read("01 23 45 6789")).contains(new Phone("0123456789"));
    }

    /** The demo's invented buyers have such numbers. */
    @Test
    void aNumberOfFifteenDigitsIsRefusedInEveryRegion() {
        assertThat(PhoneNumberUtil.getInstance().getSupportedRegions())
                .allSatisfy(region -> assertThat(new PhoneRule(new Region(region)).read("000000000000001"))
                        .isNotEqualTo(Optional.of(new Phone("000000000000001"))));
    }
}
