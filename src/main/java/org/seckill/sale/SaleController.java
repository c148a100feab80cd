package org.seckill.sale;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of the sales. They hold nothing of the buyer, so that anybody may keep them. */
@Controller
class SaleController {
    private final Catalogue catalogue;
    private final Clock clock;

    SaleController(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** A page may be kept by anybody who asks before each use whether it is still the same. */
    @ModelAttribute
    void letBeKept(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
    }

    @GetMapping("/")
    String home() {
        return "redirect:/seckill/list";
    }

    @GetMapping("/seckill/list")
    String list(@RequestParam(defaultValue = "1") int page, Model model) {
        model.addAttribute("page", catalogue.page(page));
        model.addAttribute("now", clock.instant());
        return "sale/list";
    }

    @GetMapping("/seckill/{id}/detail")
    String detail(@PathVariable String id, Model model) {
        model.addAttribute("sale", catalogue.require(id));
        model.addAttribute("now", clock.instant());
        return "sale/detail";
    }
}
