package org.seckill.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.stress.Heard.SALE;
import static org.seckill.stress.Heard.again;
import static org.seckill.stress.Heard.other;
import static org.seckill.stress.Heard.press;
import static org.seckill.stress.Heard.result;
import static org.seckill.stress.Heard.wrong;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.seckill.check.Holdings;

class AuditTest {
    private static final List<Sample> TWO_OF_THREE = List.of(
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
        assertThat(Audit.unsold(rush(TWO_OF_THREE.subList(0, 2)), held(3, 1))).isEmpty();
    }

    @Test
    void whoNeverHeardWhatBecameOfItIsFound() {
        assertThat(Audit.unanswered(rush(TWO_OF_THREE))).isEmpty();
        assertThat(Audit.unanswered(rush(TWO_OF_THREE.subList(0, 3))))
                .containsExactly("sale 1000: 1 customers were never told what became of it");
        assertThat(Audit.unanswered(rush(List.of(press("1", 100, 5, "2", "t"), result("1", 200, 5, "none", "")))))
                .hasSize(1);
        assertThat(Audit.unanswered(rush(List.of(press("1", 100, 5, "2", "t"), result("1", 200, 5, "2", "t")))))
                .hasSize(1);
    }

    @Test
    void whoeverPressesBeforeTheOpeningOrLogsInAfterItIsFound() {
        List<Sample> samples = List.of(other("login", 10, 5), press("1", 100, 5, "1", "t"));

        assertThat(Audit.untimely(rush(samples), samples, 50)).isEmpty();
        assertThat(Audit.untimely(rush(samples), samples, 101)).containsExactly("1 presses before the opening");
        assertThat(Audit.untimely(rush(samples), samples, 14))
                .anyMatch(found -> found.startsWith("1 customers logged in after the opening"));
    }

    @Test
    void errorsAreToldOnceEachAndTheMostFrequentFirst() {
        assertThat(Audit.errors(List.of(
                        wrong("login", "503"),
                        wrong("detail", "no page"),
                        wrong("detail", "no page"),
                        other("time", 1, 1))))
                .containsExactly("2 times detail: no page", "1 times login: 503");
    }

    private static List<String> unsold(long offered, long left) {
        return Audit.unsold(rush(TWO_OF_THREE), held(offered, left));
    }

    private static Rush rush(List<Sample> samples) {
        return Objects.requireNonNull(Rush.of(samples).get(SALE));
    }

    /** Of which the first two customers have one each. */
    private static Holdings held(long offered, long left) {
        return new Holdings(
                Long.parseLong(SALE), offered, left, List.of(new Holdings.Row("1", "t1"), new Holdings.Row("2", "t2")));
    }
}
