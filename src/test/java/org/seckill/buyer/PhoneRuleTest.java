package org.seckill.buyer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneRuleTest {
    private final PhoneRule mainland = new PhoneRule(new Region("CN"));

    @ParameterizedTest
    @ValueSource(strings = {"13812340000", "138 1234 0000", "138-1234-0000", "+86 138 1234 0000", "008613812340000"})
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
}
