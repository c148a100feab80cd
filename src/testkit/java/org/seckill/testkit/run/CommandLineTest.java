package org.seckill.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void optionsFlagsAndOtherWordsMayStandInAnyOrder() {
        CommandLine line = parse("one", "--size", "3", "two", "--fast", "--id", "1", "--id", "2");

        assertThat(line.takeNumber("--size", 5)).isEqualTo(3);
        assertThat(line.takeFlag("--fast")).isTrue();
        assertThat(line.takeAll("--id")).containsExactly("1", "2");
        assertThat(line.takeOthers()).containsExactly("one", "two");
        assertThatCode(line::requireNothingElse).doesNotThrowAnyException();
    }

    @Test
    void whatIsNotGivenIsTheFallback() {
        CommandLine line = parse();

        assertThat(line.takeNumber("--size", 5)).isEqualTo(5);
        assertThat(line.take("--name", "none")).isEqualTo("none");
        assertThat(line.takeFlag("--fast")).isFalse();
        assertThat(line.takeAll("--id")).isEmpty();
    }

    @Test
    void whatIsWrongIsNamedBesideTheUsage() {
        assertThatThrownBy(() -> parse("--size")).hasMessage("--size of what? (usage)");
        assertThatThrownBy(() -> parse("--size", "--fast")).hasMessageContaining("--size of what?");
        assertThatThrownBy(() -> parse("--size", "x").takeNumber("--size", 5))
                .hasMessage("--size is 'x', and no number (usage)");
        assertThatThrownBy(() -> parse("--size", "1", "--size", "2").take("--size", ""))
                .hasMessageContaining("--size is given twice");
        assertThatThrownBy(() -> parse().require("--size")).hasMessageContaining("--size is missing");
        assertThatThrownBy(() -> parse("--siz", "1", "x").requireNothingElse())
                .hasMessageContaining("unknown: --siz x");
    }

    private static CommandLine parse(String... words) {
        return CommandLine.parse("usage", Set.of("--fast"), words);
    }
}
