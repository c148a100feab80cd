package org.seckill.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.seckill.catalogue.Catalogue;
import org.seckill.http.FastPath;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/** Serves a sale's page from the cache. {@link SaleController} renders the page if the cache does not have it. */
@Component
final class DetailEndpoint implements FastPath {
    private static final Set<String> METHODS = Set.of("GET");

    private final Catalogue catalogue;
    private final PageCache pages;

    DetailEndpoint(Catalogue catalogue, PageCache pages) {
        this.catalogue = catalogue;
        this.pages = pages;
    }

    @Override
    public String address() {
        return "*/detail";
    }

    @Override
    public Set<String> methods() {
        return METHODS;
    }

    @Override
    public boolean hasController() {
        return true;
    }

    @Override
    public boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException {
        Optional<Sale> sale = find(parts.get(0));
        return sale.isPresent()
                && pages.showCached(
                        SaleController.DETAIL, sale.get().id(), sale.get().asShown(), request, response);
    }

    private Optional<Sale> find(String id) {
        try {
            return catalogue.find(id);
        } catch (RuntimeException e) {
            // The controller asks again and shows the error page. Until then the catalogue remembers the failure.
            return Optional.empty();
        }
    }
}
