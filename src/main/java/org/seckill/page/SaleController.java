package org.seckill.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.seckill.catalogue.Catalogue;
import org.seckill.catalogue.SalePage;
import org.seckill.sale.Sale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of sales and the page of a sale. They contain nothing about the buyer, so that they can be cached. */
@Controller
class SaleController {
    static final String DETAIL = "sale/detail";

    private final Catalogue catalogue;
    private final PageCache pages;
    private final Clock clock;

    SaleController(Catalogue catalogue, PageCache pages, Clock clock) {
        this.catalogue = catalogue;
        this.pages = pages;
        this.clock = clock;
    }

    @GetMapping("/")
    String home() {
        return "redirect:/seckill/list";
    }

    @GetMapping("/seckill/list")
    ResponseEntity<byte[]> list(
            @RequestParam(defaultValue = "1") int page, HttpServletRequest request, HttpServletResponse response) {
        SalePage sales = catalogue.page(page);
        Instant now = clock.instant();
        Map<String, ?> model = Map.of("page", sales, "now", now, "year", SalePage.year(now));
        return pages.show("sale/list", sales.number(), sales.asShownAt(now), model, request, response);
    }

    @GetMapping("/seckill/{id}/detail")
    ResponseEntity<byte[]> detail(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) {
        Sale sale = catalogue.require(id);
        return pages.show(DETAIL, sale.id(), sale.asShown(), Map.of("sale", sale), request, response);
    }
}
