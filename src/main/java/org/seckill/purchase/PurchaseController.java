package org.seckill.purchase;

import org.seckill.buyer.Phone;
import org.seckill.sale.Catalogue;
import org.seckill.sale.Seckill;
import org.seckill.web.Envelope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one button, and what became of it. */
@RestController
class PurchaseController {
    private static final Logger log = LoggerFactory.getLogger(PurchaseController.class);

    private final Catalogue catalogue;
    private final Purchasing purchasing;

    PurchaseController(Catalogue catalogue, Purchasing purchasing) {
        this.catalogue = catalogue;
        this.purchasing = purchasing;
    }

    @PostMapping("/seckill/{id}/{md5}/execution")
    ResponseEntity<Envelope<Execution>> execute(@PathVariable String id, @PathVariable String md5, Phone buyer) {
        Seckill sale = catalogue.require(id);
        try {
            Outcome outcome = purchasing.buy(sale, buyer, md5);
            Execution answer = Execution.of(sale.id(), outcome);
            return outcome instanceof Outcome.Busy busy ? busy(busy, answer) : ResponseEntity.ok(Envelope.of(answer));
        } catch (DataAccessException e) {
            log.error("the database refused the call sale={}", sale.id(), e);
            return ResponseEntity.ok(Envelope.of(Execution.of(sale.id(), new Outcome.Unknown())));
        }
    }

    @GetMapping("/seckill/{id}/result")
    Envelope<Execution> result(@PathVariable String id, Phone buyer) {
        Seckill sale = catalogue.require(id);
        return Envelope.of(Execution.of(sale.id(), purchasing.result(sale, buyer)));
    }

    private static ResponseEntity<Envelope<Execution>> busy(Outcome.Busy busy, Execution answer) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(busy.retryAfter().toSeconds()))
                .body(Envelope.refused("busy, try again", answer));
    }
}
