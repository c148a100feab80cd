package org.seckill.tools.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
    private static final List<String> CASES = List.of("lone", "purchase-16", "purchase-256");

    @Test
    void aNameThatSelectsNothingIsRefusedBesideOneThatDoes() {
        BenchOptions options = BenchOptions.parse("--only", "purchase,lonely");

        assertThatThrownBy(() -> options.requireSome(CASES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no case is named lonely")
                .hasMessageContaining("lone, purchase-16");
    }

    @Test
    void theBeginningOfANameIsEnough() {
        assertThatCode(() -> BenchOptions.parse("--only", "purchase,lone").requireSome(CASES))
                .doesNotThrowAnyException();
        assertThatCode(() -> BenchOptions.parse().requireSome(CASES)).doesNotThrowAnyException();
    }

    @Test
    void steadyIsACaseWhereTheBestRateIsKnown() {
        assertThatCode(() -> BenchOptions.parse("--only", "purchase-256,steady").requireSome(CASES))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BenchOptions.parse("--only", "lone,steady").requireSome(CASES))
                .hasMessageContaining("no case is named steady");
    }

    @Test
    void aWordThatMeansNothingIsRefused() {
        assertThatThrownBy(() -> BenchOptions.parse("--fast", "1")).hasMessageContaining("--fast");
        assertThatThrownBy(() -> BenchOptions.parse("--rounds")).hasMessageContaining("--rounds of what?");
    }
}
