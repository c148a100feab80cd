package org.seckill.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogRulesTest {
    private static final LogRules RULES = new LogRules(List.of("open sesame"));

    @Test
    void aMaskedPhoneASaleAndATimeAreNothing() {
        assertThat(
                        RULES.breaches(
                                "node",
                                List.of(
                                        "2026-12-01T04:25:24.838Z WARN sale=13800000000123 buyer=138****0001 at 1380000000000")))
                .isEmpty();
    }

    @Test
    void aPhoneNumberIsFound() {
        assertThat(RULES.breaches(
                        "node", List.of("buyer=13800000001, who pressed", "entry '1000-13800000002' for key")))
                .hasSize(2)
                .allMatch(found -> found.startsWith("node has a phone number"));
    }

    @Test
    void aSecretIsFound() {
        assertThat(RULES.breaches("node", List.of("quiet", "said open sesame!")))
                .singleElement()
                .asString()
                .startsWith("node has a secret");
    }

    @Test
    void aFloodIsFound() {
        assertThat(RULES.breaches("node", Collections.nCopies(LogRules.MOST_LINES, "one line")))
                .isEmpty();
        assertThat(RULES.breaches("node", Collections.nCopies(LogRules.MOST_LINES + 1, "one line")))
                .hasSize(1);
    }
}
