package org.seckill.tools.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.SALE;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.again;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.other;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.press;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.result;
import static org.seckill.tools.stress.StressSummaryTest.PlantedSamples.wrong;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.seckill.tools.ledger.RecordedPurchases;

class PlanAuditTest {
    private static final List<StressSample> TWO_OF_THREE = List.of(
            press("1", 100, 5, "1", "t1"),
            press("2", 100, 6, "2", "t2"),
            press("3", 100, 7, "0", ""),
            result("2", 300, 5, "1", "t2"),
            again("1", 400, 5, "-1", "t1"),
            again("3", 400, 5, "0", ""));

    @Test
    void aUnitLeftThoughSomebodyWantedItIsFound() {
        assertThat(unsold(2, 0)).isEmpty();
        assertThat(unsold(3, 1)).containsExactly("sale 1000: 1 units are left, though 3 customers came and 2 bought");
        assertThat(PlanAudit.unsold(rush(TWO_OF_THREE.subList(0, 2)), held(3, 1)))
                .isEmpty();
    }

    @Test
    void whoNeverHeardWhatBecameOfItIsFound() {
        assertThat(PlanAudit.unanswered(rush(TWO_OF_THREE))).isEmpty();
        assertThat(PlanAudit.unanswered(rush(TWO_OF_THREE.subList(0, 3))))
                .containsExactly("sale 1000: 1 customers were never told what became of it");
        assertThat(PlanAudit.unanswered(rush(List.of(press("1", 100, 5, "2", "t"), result("1", 200, 5, "none", "")))))
                .hasSize(1);
        assertThat(PlanAudit.unanswered(rush(List.of(press("1", 100, 5, "2", "t"), result("1", 200, 5, "2", "t")))))
                .hasSize(1);
    }

    @Test
    void whoeverPressesBeforeTheOpeningOrLogsInAfterItIsFound() {
        List<StressSample> samples = List.of(other("login", 10, 5), press("1", 100, 5, "1", "t"));

        assertThat(PlanAudit.untimely(rush(samples), samples, 50)).isEmpty();
        assertThat(PlanAudit.untimely(rush(samples), samples, 101)).containsExactly("1 presses before the opening");
        assertThat(PlanAudit.untimely(rush(samples), samples, 14))
                .anyMatch(found -> found.startsWith("1 customers logged in after the opening"));
    }

    @Test
    void errorsAreToldOnceEachAndTheMostFrequentFirst() {
        assertThat(PlanAudit.errors(List.of(
                        wrong("login", "503"),
                        wrong("detail", "no page"),
                        wrong("detail", "no page"),
                        other("time", 1, 1))))
                .containsExactly("2 times detail: no page", "1 times login: 503");
    }

    private static List<String> unsold(long offered, long left) {
        return PlanAudit.unsold(rush(TWO_OF_THREE), held(offered, left));
    }

    private static SalePresses rush(List<StressSample> samples) {
        return Objects.requireNonNull(SalePresses.of(samples).get(SALE));
    }

    /** Of which the first two customers have one each. */
    private static RecordedPurchases held(long offered, long left) {
        return new RecordedPurchases(
                Long.parseLong(SALE),
                offered,
                left,
                List.of(new RecordedPurchases.Row("1", "t1"), new RecordedPurchases.Row("2", "t2")));
    }
}
