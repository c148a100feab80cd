package org.seckill.tools.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadResultTest {
    private static final CpuUse CPU = new CpuUse(2_000, 1_000, 3_000, 500);

    @Test
    void wrkIsReadFromTheLineOfItsScript() {
        LoadResult load = LoadResult.parse("""
                Running 2m test @ http://127.0.0.1:8080
                  1000 requests in 2.50s, 1.00MB read
                bench sent=1002 answered=1000 counted=900 micros=2500000 refused=10 connect=1 read=2 write=3 timeout=4 p50=1500 p99=20000 max=30000
                """, CPU);

        assertThat(load)
                .isEqualTo(new LoadResult(1002, 1000, 900, 2.5, 10, 6, 4, new LoadResult.Latency(1.5, 20, 30), CPU));
        assertThat(load.granted()).isEqualTo(990);
        assertThat(load.figures(load.granted()))
                .containsEntry(Round.RATE, 356.4)
                .containsEntry(Round.NODE_CPU, 2.0)
                .containsEntry(Round.REDIS_CPU, 3.0)
                .containsEntry(Round.P99, 20.0);
    }

    @Test
    void aRefusalOfWhoWasToBeGrantedIsAFault() {
        assertThat(load(990, 0, 0).faults(true)).containsExactly("990 of 1000 answers were of status 400 and above");
        assertThat(load(0, 0, 0).faults(true)).isEmpty();
    }

    @Test
    void anythingButARefusalOfWhoWasToBeRefusedIsAFault() {
        assertThat(load(990, 0, 0).faults(false)).containsExactly("10 of 1000 answers were no refusals");
        assertThat(load(1000, 0, 0).faults(false)).isEmpty();
    }

    @Test
    void aConnectionThatBrokeAndAnAnswerThatWasLateAreFaults() {
        assertThat(load(0, 2, 0).faults(true))
                .containsExactly("2 connections were refused or broke, 0 answers were late");
        assertThat(load(0, 0, 3).faults(true))
                .containsExactly("0 connections were refused or broke, 3 answers were late");
    }

    @Test
    void whatWrkSaidInsteadIsTold() {
        assertThatThrownBy(() -> LoadResult.parse("unable to connect to 127.0.0.1:1 Connection refused", CPU))
                .hasMessageContaining("Connection refused");
    }

    private static LoadResult load(long refused, long broken, long late) {
        return new LoadResult(1000, 1000, 900, 2.5, refused, broken, late, new LoadResult.Latency(1.5, 20, 30), CPU);
    }
}
