package org.seckill.tools.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.order.PurchaseMode;

class CampaignOptionsTest {
    @Test
    void aSeedAloneIsRunAgain() {
        CampaignOptions again = CampaignOptions.parse("--seed", "123", "--desk", "queue");

        assertThat(again.desks()).containsExactly(PurchaseMode.QUEUE);
        assertThat(again.first()).isEqualTo(123);
        assertThat(again.last()).isEqualTo(123);
        assertThat(again.goesOn()).isFalse();
    }

    @Test
    void manySeedsAreRunAtBothDesksAndForSoLong() {
        CampaignOptions many = CampaignOptions.parse("--seeds", "5-300", "--minutes", "60", "--log", "some.log");

        assertThat(many.desks()).containsExactly(PurchaseMode.PROCEDURE, PurchaseMode.QUEUE);
        assertThat(many.first()).isEqualTo(5);
        assertThat(many.last()).isEqualTo(300);
        assertThat(many.limit()).isEqualTo(Duration.ofHours(1));
        assertThat(many.log()).isEqualTo(Path.of("some.log"));
        assertThat(many.goesOn()).isTrue();
    }

    @Test
    void withoutOptionsThereAreSome() {
        assertThat(CampaignOptions.parse().last())
                .isGreaterThan(CampaignOptions.parse().first());
    }

    @ParameterizedTest
    @CsvSource({
        "--runs 3, --runs",
        "--seeds 3, is no seed",
        "--seeds 9-3, seeds 9 to 3 are none",
        "--seed x, is no seed",
        "--desk both-of, there is no desk",
        "--minutes 0, at least one minute"
    })
    void whatItCannotDoIsNamed(String words, String fault) {
        assertThatThrownBy(() -> CampaignOptions.parse(words.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }
}
