package org.seckill.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.seckill.tools.chart.Figures;
import org.seckill.tools.measure.BenchCase;
import org.seckill.tools.measure.Round;

class BenchReportTest {
    private final BenchResults results = new BenchResults();

    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Figures.median(9, 1, 2)).isEqualTo(2);
        assertThat(Figures.median(4, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void aFigureIsTheRatioOfMediansOfTheBestCases() {
        play("purchase-16", 100, 300, 200);
        play("purchase-4096", 150, 190, 170);
        play("empty-16", 1_000, 10, 400);

        List<Goal> goals = Goal.of(results, 600);

        assertThat(goal(goals, "empty servlet, each at its best").value()).hasValue(0.5);
        assertThat(goal(goals, "empty servlet, each at its best").verdict()).isEqualTo("aim reached");
        assertThat(goal(goals, "4,096 waiters").value()).hasValue(0.85);
        assertThat(goal(goals, "4,096 waiters").verdict()).isEqualTo("missed");
        assertThat(goal(goals, "heap").verdict()).isEqualTo("missed");
        assertThat(goal(goals, "exposer").verdict()).isEqualTo("not run");
    }

    @Test
    void theDrainIsSetBesideOneCallPerPurchaseAndReservationsBesideTheEmptyServlet() {
        play("drain", 20_000, 30_000, 25_000);
        play("jdbc-procedure", 1_000);
        play("reserve-16", 300);
        play("reserve-1024", 600);
        play("empty-256", 1_000);

        List<Goal> goals = Goal.of(results, 1);

        assertThat(goal(goals, "drain of the stream").value()).hasValue(25);
        assertThat(goal(goals, "drain of the stream").verdict()).isEqualTo("aim reached");
        assertThat(goal(goals, "reservations over HTTP").value()).hasValue(0.6);
    }

    @Test
    void whatKeepingReservationsCostsIsSideBySide() {
        assertThat(new BenchReport(results, List.of(), Map.of()).markdown()).doesNotContain("keep reservations");
        call("script-always-1", 100, 2);
        call("script-always-256", 200, 3);
        call("script-everysec-1", 300, 1);

        assertThat(new BenchReport(results, List.of(), Map.of()).markdown())
                .contains(
                        "| appendfsync everysec | 300 | 1.00 |  |  |",
                        "| appendfsync always | 100 | 2.00 | 200 | 3.00 |")
                .doesNotContain("one replica");
    }

    @Test
    void aFaultOfOneRoundIsInTheReport() {
        results.add(named("purchase-16"), new Round(Map.of(Round.RATE, 7.0), 7, List.of(), List.of("oversold by 1")));

        assertThat(results.faults()).containsExactly("purchase-16: oversold by 1");
        assertThat(new BenchReport(results, List.of(), Map.of()).markdown()).contains("**purchase-16: oversold by 1**");
        assertThat(new BenchReport(results, List.of(), Map.of()).csv())
                .isEqualTo("case,round,figure,value\npurchase-16,1,\"per second\",7.000\n");
    }

    @Test
    void aRoundWithoutFiguresIsCheckedAndNotMeasured() {
        BenchCase steady = named("steady");
        results.add(steady, new Round(Map.of(Round.RATE, 9.0), 5, List.of("off"), List.of("lost")).withoutFigures());
        results.add(steady, new Round(Map.of(Round.RATE, 7.0), 7, List.of(), List.of()));

        assertThat(results.median("steady", Round.RATE)).hasValue(7);
        assertThat(results.checked()).isEqualTo(12);
        assertThat(results.faults()).containsExactly("steady: lost");
        assertThat(new BenchReport(results, List.of(), Map.of()).markdown())
                .contains("| `steady` | steady | 7.00 | **7.00**/s |", "- steady: off");
        assertThat(BenchCharts.throughput(results)).contains("7.00").doesNotContain("9.00");
    }

    private void play(String name, double... rates) {
        BenchCase one = named(name);
        for (double rate : rates) {
            results.add(one, new Round(Map.of(Round.RATE, rate), 0, List.of(), List.of()));
        }
    }

    private void call(String name, double rate, double median) {
        results.add(named(name), new Round(Map.of(Round.RATE, rate, Round.MEDIAN, median), 0, List.of(), List.of()));
    }

    private static Goal goal(List<Goal> goals, String title) {
        return goals.stream()
                .filter(goal -> goal.title().contains(title))
                .findFirst()
                .orElseThrow();
    }

    private static BenchCase named(String name) {
        return new BenchCase() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String title() {
                return name;
            }

            @Override
            public Round round(int seconds) {
                throw new AssertionError("not to be run");
            }
        };
    }
}
