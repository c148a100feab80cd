package org.seckill.procedure;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.seckill.batch.LaneLimits;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.proxy.TcpProxy;

/** The contract of a desk, at the desk {@code procedure}. */
@Tag("database")
@Execution(ExecutionMode.CONCURRENT)
class ProcedureDeskContractIT extends PurchaseDeskContract {
    @Override
    protected OpenDesk openDesk(Duration patience, LaneLimits limits) {
        TcpProxy proxy = new TcpProxy(TestEngines.database().port());
        TestMappers mappers = new TestMappers(TestEngines.database().at(proxy.port()), 1000);
        ProcedureDesk desk = Desks.open(mappers, new SoldOutBoard(), patience, limits, new SimpleMeterRegistry());
        return new OpenDesk(desk, proxy, () -> {
            desk.close();
            mappers.close();
            proxy.close();
        });
    }
}
