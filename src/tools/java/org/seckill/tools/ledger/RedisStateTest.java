package org.seckill.tools.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisStateTest {
    private static final RecordedPurchases HELD = new RecordedPurchases(1000, 400, 7, List.of());

    @Test
    void whatHasArrivedIsNotStranded() {
        assertThat(new RedisState(1000, "7", 0, 0, 0, 0).strandedBeside(HELD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "6, 0, 0, 0, 0, Redis has '6' units left and the database 7",
                "8, 0, 0, 0, 0, Redis has '8' units left and the database 7",
                "\"\", 0, 0, 0, 0, Redis has '' units left and the database 7",
                "7, 1, 0, 0, 0, 1 orders in the stream",
                "7, 0, 1, 0, 0, 1 orders with a node",
                "7, 0, 0, 1, 0, 1 buyers who wait",
                "7, 0, 0, 0, 1, 1 orders set aside"
            })
    void whatIsOnItsWayIsStranded(String stock, long entries, long pending, long waiting, long poison, String words) {
        assertThat(new RedisState(1000, stock, entries, pending, waiting, poison).strandedBeside(HELD))
                .containsExactly(words);
    }
}
