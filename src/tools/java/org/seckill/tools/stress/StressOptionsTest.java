package org.seckill.tools.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.seckill.order.PurchaseMode;

class StressOptionsTest {
    @Test
    void whatIsNotSaidIsTheDefault() {
        StressOptions terms = said();

        assertThat(terms.plan()).isEqualTo(StressPlan.STAMPEDE);
        assertThat(terms.desk()).isEqualTo(PurchaseMode.PROCEDURE);
        assertThat(terms.running()).isEmpty();
        assertThat(terms.folder()).endsWithRaw(Path.of("target/stress/stampede-procedure"));
    }

    @Test
    void whatIsSaidIsTakenAndTheRestOfTheCommandLineLeftAlone() {
        StressOptions terms =
                said("stress.plan", "mixed-day", "stress.desk", "queue", "stress.customers", "600", "java.home", "/");

        assertThat(terms.plan()).isEqualTo(StressPlan.MIXED_DAY);
        assertThat(terms.desk()).isEqualTo(PurchaseMode.QUEUE);
        assertThat(terms.customers()).isEqualTo(600);
        assertThat(terms.values()).doesNotContainKey("java.home");
    }

    @Test
    void aNameThatNobodyKnowsIsRefused() {
        assertRefused("there is no stress.custumers; there are", "stress.custumers", "600");
    }

    @Test
    void aNumberOutOfItsBoundsIsRefusedWithThem() {
        assertRefused("stress.stock is '0'; it has to be a number from 1 to", "stress.stock", "0");
        assertRefused("stress.stock is 'all'", "stress.stock", "all");
        assertRefused("stress.threads is '300'", "stress.customers", "299");
        assertRefused("there is no plan 'stampeed'; there are stampede, refresh-storm", "stress.plan", "stampeed");
    }

    @Test
    void nobodyElsesMachineIsLoadedByATypo() {
        assertRefused("192.0.2.7 is not this machine: say -Dstress.allow=192.0.2.7", "stress.host", "192.0.2.7");
        assertRefused("192.0.2.7", "stress.host", "192.0.2.7", "stress.allow", "192.0.2.70");
        assertThat(said("stress.host", "192.0.2.7", "stress.allow", "192.0.2.7", "stress.sale", "1000")
                        .running())
                .hasValue("192.0.2.7");
        assertThat(said("stress.host", "127.0.0.1", "stress.sale", "1000").running())
                .hasValue("127.0.0.1");
    }

    @Test
    void whoeverNamesAShopNamesASaleOfIt() {
        assertRefused("say -Dstress.sale=", "stress.host", "127.0.0.1", "stress.sales", "1000");
        assertRefused(
                "say -Dstress.sales=", "stress.host", "127.0.0.1", "stress.sale", "1000", "stress.plan", "mixed-day");
    }

    private static void assertRefused(String reason, String... words) {
        assertThatThrownBy(() -> said(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static StressOptions said(String... words) {
        Properties properties = new Properties();
        for (int i = 0; i < words.length; i += 2) {
            properties.setProperty(words[i], words[i + 1]);
        }
        return StressOptions.of(properties);
    }
}
