package org.seckill.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final List<String> CASES = List.of("lone", "purchase-16", "purchase-256");

    @Test
    void aNameThatSelectsNothingIsRefusedBesideOneThatDoes() {
        Options options = Options.parse("--only", "purchase,lonely");

        assertThatThrownBy(() -> options.requireSome(CASES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no case is named lonely")
                .hasMessageContaining("lone, purchase-16");
    }

    @Test
    void theBeginningOfANameIsEnough() {
        assertThatCode(() -> Options.parse("--only", "purchase,lone").requireSome(CASES))
                .doesNotThrowAnyException();
        assertThatCode(() -> Options.parse().requireSome(CASES)).doesNotThrowAnyException();
    }

    @Test
    void steadyIsACaseWhereTheBestRateIsKnown() {
        assertThatCode(() -> Options.parse("--only", "purchase-256,steady").requireSome(CASES))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Options.parse("--only", "lone,steady").requireSome(CASES))
                .hasMessageContaining("no case is named steady");
    }

    @Test
    void aWordThatMeansNothingIsRefused() {
        assertThatThrownBy(() -> Options.parse("--fast", "1")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> Options.parse("--rounds")).hasMessageContaining("--rounds of what?");
    }
}
