package org.seckill.purchase;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Buyers;
import org.seckill.buyer.Phone;
import org.seckill.catalogue.Catalogue;
import org.seckill.http.Answer;
import org.seckill.http.FastPath;
import org.seckill.order.Outcome;
import org.springframework.stereotype.Component;

/** What became of a press of the button. All who were queued ask for it, in the middle of the rush. */
@Component
final class ResultEndpoint implements FastPath {
    private static final Set<String> METHODS = Set.of("GET");

    private final Buyers buyers;
    private final Catalogue catalogue;
    private final Purchasing purchasing;

    ResultEndpoint(Buyers buyers, Catalogue catalogue, Purchasing purchasing) {
        this.buyers = buyers;
        this.catalogue = catalogue;
        this.purchasing = purchasing;
    }

    @Override
    public String address() {
        return "*/result";
    }

    @Override
    public Set<String> methods() {
        return METHODS;
    }

    @Override
    public boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException, ServletException {
        Phone buyer = buyers.require(request);
        long id = Catalogue.number(parts.get(0));
        // A purchase outlives its sale's row, and a row that cannot be read.
        CompletableFuture<Outcome> result = catalogue
                .find(id)
                .map(sale -> purchasing.result(sale, buyer))
                .orElseGet(() -> purchasing.resultWithoutSale(id, buyer));
        AsyncResponse.write(
                request,
                response,
                id,
                result,
                // Also where nothing is recorded yet and it may be tried again: that is what was asked for.
                (to, outcome) -> Answer.buffer(to, HttpServletResponse.SC_OK, ExecutionAnswer.json(id, outcome)));
        return true;
    }
}
