package org.seckill.exposure;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Buyers;
import org.seckill.buyer.Phone;
import org.seckill.catalogue.Catalogue;
import org.seckill.http.Call;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.Envelope;
import org.seckill.http.Reply;
import org.seckill.sale.Phase;
import org.seckill.sale.Sale;
import org.seckill.soldout.SoldOutBoard;
import org.springframework.stereotype.Component;

/** Tells a buyer the purchase address, only while the sale is open. */
@Component
final class ExposureEndpoint implements Endpoints {
    private final Buyers buyers;
    private final Catalogue catalogue;
    private final SaltedAddress address;
    private final SoldOutBoard board;
    private final Clock clock;

    ExposureEndpoint(Buyers buyers, Catalogue catalogue, SaltedAddress address, SoldOutBoard board, Clock clock) {
        this.buyers = buyers;
        this.catalogue = catalogue;
        this.address = address;
        this.board = board;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.of("/seckill/*/exposer", Set.of("GET", "POST"), this::exposer));
    }

    private CompletableFuture<Reply> exposer(Call call, List<String> variables) {
        Phone buyer = buyers.require(call);
        Exposure exposure = expose(catalogue.require(variables.get(0)), buyer);
        return CompletableFuture.completedFuture(Reply.json(Envelope.of(exposure)));
    }

    private Exposure expose(Sale sale, Phone buyer) {
        Instant now = clock.instant();
        boolean open = sale.phase(now) == Phase.OPEN;
        return new Exposure(
                open,
                open ? address.of(sale, buyer) : null,
                sale.id(),
                now.toEpochMilli(),
                sale.window().start().toEpochMilli(),
                sale.window().end().toEpochMilli(),
                board.isSoldOut(sale) ? 0 : sale.stock(),
                sale.readAt().toEpochMilli());
    }
}
