package org.seckill.desk;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testing.Engines;
import org.seckill.testing.Mappers;
import org.seckill.testing.TcpProxy;

/** The desk that asks the database at once. */
@Tag("database")
class ProcedureDeskContractIT extends PurchaseDeskContract {
    @Override
    protected OpenDesk openDesk(Duration patience, LaneLimits limits) {
        TcpProxy proxy = new TcpProxy(Engines.database().port());
        Mappers mappers = new Mappers(Engines.database().at(proxy.port()), 1000);
        ProcedureDesk desk = Desks.open(mappers, new SoldOutBoard(), patience, limits, new SimpleMeterRegistry());
        return new OpenDesk(desk, proxy, () -> {
            desk.close();
            mappers.close();
            proxy.close();
        });
    }
}
