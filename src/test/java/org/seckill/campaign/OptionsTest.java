package org.seckill.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.parts.Desk;

class OptionsTest {
    @Test
    void aSeedAloneIsRunAgain() {
        Options again = Options.parse("--seed", "123", "--desk", "queue");

        assertThat(again.desks()).containsExactly(Desk.QUEUE);
        assertThat(again.first()).isEqualTo(123);
        assertThat(again.last()).isEqualTo(123);
        assertThat(again.goesOn()).isFalse();
    }

    @Test
    void manySeedsAreRunAtBothDesksAndForSoLong() {
        Options many = Options.parse("--seeds", "5-300", "--minutes", "60", "--log", "some.log");

        assertThat(many.desks()).containsExactly(Desk.PROCEDURE, Desk.QUEUE);
        assertThat(many.first()).isEqualTo(5);
        assertThat(many.last()).isEqualTo(300);
        assertThat(many.limit()).isEqualTo(Duration.ofHours(1));
        assertThat(many.log()).isEqualTo(Path.of("some.log"));
        assertThat(many.goesOn()).isTrue();
    }

    @Test
    void withoutOptionsThereAreSome() {
        assertThat(Options.parse().last()).isGreaterThan(Options.parse().first());
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
        assertThatThrownBy(() -> Options.parse(words.split(" ", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(fault);
    }
}
