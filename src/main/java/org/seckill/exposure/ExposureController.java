package org.seckill.exposure;

import java.time.Clock;
import java.time.Instant;
import org.seckill.buyer.Phone;
import org.seckill.sale.Catalogue;
import org.seckill.sale.Phase;
import org.seckill.sale.Seckill;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.web.Envelope;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** Tells a buyer the purchase address, while the sale is open and not before. */
@RestController
class ExposureController {
    private final Catalogue catalogue;
    private final SaltedAddress address;
    private final SoldOutBoard board;
    private final Clock clock;

    ExposureController(Catalogue catalogue, SaltedAddress address, SoldOutBoard board, Clock clock) {
        this.catalogue = catalogue;
        this.address = address;
        this.board = board;
        this.clock = clock;
    }

    @RequestMapping(
            path = "/seckill/{id}/exposer",
            method = {RequestMethod.GET, RequestMethod.POST})
    Envelope<Exposure> expose(@PathVariable String id, Phone buyer) {
        Seckill sale = catalogue.require(id);
        Instant now = clock.instant();
        boolean open = sale.phase(now) == Phase.OPEN;
        return Envelope.of(new Exposure(
                open,
                open ? address.of(sale, buyer) : null,
                sale.id(),
                now.toEpochMilli(),
                sale.window().start().toEpochMilli(),
                sale.window().end().toEpochMilli(),
                board.isSoldOut(sale) ? 0 : sale.stock()));
    }
}
