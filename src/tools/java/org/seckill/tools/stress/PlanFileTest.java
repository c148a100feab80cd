package org.seckill.tools.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatAnEarlierRunLeftIsDeleted() throws IOException {
        PlanFile.anew(folder.resolve("out")).write(Map.of("stress.plan", "stampede"));
        Files.writeString(folder.resolve("out/summary.md"), "old");

        assertThat(PlanFile.anew(folder.resolve("out")).exists()).isFalse();
        assertThat(folder.resolve("out")).isEmptyDirectory();
    }

    @Test
    void andOfOneThatNeverBegan() throws IOException {
        Files.writeString(folder.resolve(PlanFile.SHOP_LOG), "no shop");

        PlanFile.anew(folder);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatSomebodyElseHasThereIsKept() throws IOException {
        Path theirs = Files.writeString(folder.resolve("thesis.tex"), "years of work");

        assertThatThrownBy(() -> PlanFile.anew(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.toString());
        assertThat(theirs).hasContent("years of work");
    }
}
