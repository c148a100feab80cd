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

/** The page of a sale as long as it is kept; {@link SaleController} renders it, and all else about it. */
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
                && pages.showKept(
                        SaleController.DETAIL, sale.get().id(), sale.get().asShown(), request, response);
    }

    private Optional<Sale> find(String id) {
        try {
            return catalogue.find(id);
        } catch (RuntimeException e) {
            // The framework asks again, for the page that tells people so; the catalogue keeps the failure till then.
            return Optional.empty();
        }
    }
}
