package org.seckill.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTest {
    @Test
    void showsOnlyItsEnds() {
        assertThat(new Phone("13812340000").masked()).isEqualTo("138****0000");
        assertThat(new Phone("13812340000")).hasToString("138****0000");
        assertThat(new Phone("1234").masked()).isEqualTo("1****4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "138", "1381234000a", "138 1234 0000", "+8613812340000", "1381234000012345", "１３８１２３４００００"})
    void thatIsNotFourToFifteenDigitsIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Phone(text));
    }
}
