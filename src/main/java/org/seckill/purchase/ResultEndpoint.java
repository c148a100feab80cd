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

/** Answers with the outcome of a buyer's orders. Buyers with a queued order poll it while the rush goes on. */
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
        // A purchase is shown also if its sale's row was deleted or is unreadable.
        CompletableFuture<Outcome> result = catalogue
                .find(id)
                .map(sale -> purchasing.result(sale, buyer))
                .orElseGet(() -> purchasing.resultWithoutSale(id, buyer));
        AsyncResponse.write(
                request,
                response,
                id,
                result,
                // Status 200 also for `Busy`: the question was answered.
                (to, outcome) -> Answer.buffer(to, HttpServletResponse.SC_OK, ExecutionAnswer.json(id, outcome)));
        return true;
    }
}
