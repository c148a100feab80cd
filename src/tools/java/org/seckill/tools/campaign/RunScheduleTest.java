package org.seckill.tools.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunScheduleTest {
    private static final List<RunSchedule> MANY =
            LongStream.rangeClosed(1, 1000).mapToObj(RunSchedule::draw).toList();

    @Test
    void oneSeedIsOneSchedule() {
        RunSchedule one = RunSchedule.draw(123);
        RunSchedule again = RunSchedule.draw(123);

        assertThat(again.blows()).isEqualTo(one.blows());
        assertThat(again.openings()).isEqualTo(one.openings());
        assertThat(again.random().nextLong()).isEqualTo(one.random().nextLong());
        assertThat(RunSchedule.draw(124).blows()).isNotEqualTo(one.blows());
    }

    @Test
    void eachFaultBeginsARunInAsManySeedsAsThereAreFaults() {
        Set<CampaignFault> first = LongStream.range(1000, 1000 + CampaignFault.ALL.size())
                .mapToObj(seed -> RunSchedule.draw(seed).blows().get(0).fault())
                .collect(Collectors.toSet());

        assertThat(first).containsExactlyInAnyOrderElementsOf(CampaignFault.ALL);
    }

    @Test
    void oneSaleOfEveryFourthRunOrSoIsRestockedWhileItSells() {
        assertThat(MANY.stream().filter(schedule -> schedule.restock().isPresent()))
                .hasSizeBetween(200, 300);
        MANY.forEach(schedule -> schedule.restock()
                .ifPresent(restock -> assertThat(restock.after()
                                .minus(schedule.openings().get(restock.sale()))
                                .toMillis())
                        .isBetween(0L, 1000L)));
    }

    @Test
    void nothingIsStruckTwiceInARun() {
        assertThat(MANY)
                .allSatisfy(schedule -> assertThat(schedule.blows().stream()
                                .map(blow -> blow.fault().place() + " " + blow.node())
                                .toList())
                        .doesNotHaveDuplicates());
    }

    @Test
    void moreBuyersComeThanThereAreUnitsAndEveryBlowFallsWhileTheySell() {
        assertThat(MANY).allSatisfy(schedule -> {
            assertThat(schedule.buyers()).isGreaterThan(schedule.stock());
            assertThat(schedule.blows())
                    .hasSizeBetween(2, 5)
                    .allMatch(blow -> schedule.openings().stream()
                            .anyMatch(
                                    opening -> blow.after().minus(opening).abs().toMillis() <= 1000));
        });
    }
}
