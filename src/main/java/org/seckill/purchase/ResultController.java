package org.seckill.purchase;

import org.seckill.buyer.Phone;
import org.seckill.sale.Catalogue;
import org.seckill.sale.Seckill;
import org.seckill.web.Envelope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What became of a press of the button. */
@RestController
class ResultController {
    private final Catalogue catalogue;
    private final Purchasing purchasing;

    ResultController(Catalogue catalogue, Purchasing purchasing) {
        this.catalogue = catalogue;
        this.purchasing = purchasing;
    }

    @GetMapping("/seckill/{id}/result")
    Envelope<Execution> result(@PathVariable String id, Phone buyer) {
        Seckill sale = catalogue.require(id);
        return Envelope.of(Execution.of(sale.id(), purchasing.result(sale, buyer)));
    }
}
