package org.seckill.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.seckill.catalogue.Catalogue;
import org.seckill.catalogue.SalePage;
import org.seckill.http.Call;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.NonBlockingThread;
import org.seckill.http.Reply;
import org.seckill.page.PageCache.Page;
import org.seckill.sale.Sale;
import org.seckill.web.ServletReply;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list of sales and the page of a sale. They contain nothing about the buyer, so that they can be cached. The endpoints
 * serve what is cached; Spring MVC renders the rest, and the error pages.
 */
@Controller
class SaleController implements Endpoints {
    private final Catalogue catalogue;
    private final PageCache pages;
    private final Clock clock;

    SaleController(Catalogue catalogue, PageCache pages, Clock clock) {
        this.catalogue = catalogue;
        this.pages = pages;
        this.clock = clock;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.page(
                        "/seckill/list",
                        (call, variables) -> call.query() == null ? cached(() -> list(1), call) : null),
                Endpoint.page(
                        "/seckill/*/detail",
                        (call, variables) -> cached(() -> detail(catalogue.require(variables.get(0))), call)));
    }

    @GetMapping("/")
    String home() {
        return "redirect:/seckill/list";
    }

    @GetMapping("/seckill/list")
    void list(@RequestParam(defaultValue = "1") int page, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ServletReply.write(pages.show(list(page), request, response), response);
    }

    @GetMapping("/seckill/{id}/detail")
    void detail(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletReply.write(pages.show(detail(catalogue.require(id)), request, response), response);
    }

    private Page list(int number) {
        SalePage sales = catalogue.page(number);
        Instant now = clock.instant();
        Map<String, ?> model = Map.of("page", sales, "now", now, "year", SalePage.year(now));
        return new Page("sale/list", sales.number(), sales.asShownAt(now), model);
    }

    private static Page detail(Sale sale) {
        return new Page("sale/detail", sale.id(), sale.asShown(), Map.of("sale", sale));
    }

    private @Nullable CompletableFuture<Reply> cached(Supplier<Page> page, Call call) {
        Reply reply;
        try {
            reply = pages.find(page.get(), call);
        } catch (NonBlockingThread.WouldBlock e) {
            throw e;
        } catch (RuntimeException e) {
            // Spring MVC asks again and shows the error page. Until then the catalogue remembers the failure.
            return null;
        }
        return reply == null ? null : CompletableFuture.completedFuture(reply);
    }
}
