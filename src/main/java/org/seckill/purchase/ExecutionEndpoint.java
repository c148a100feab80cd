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
import org.seckill.http.FastPath;
import org.seckill.order.Outcome;
import org.seckill.sale.Sale;
import org.springframework.stereotype.Component;

/** The address that the "buy" button posts to. A waiting order holds no thread. */
@Component
final class ExecutionEndpoint implements FastPath {
    private static final Set<String> METHODS = Set.of("POST");

    private final Buyers buyers;
    private final Catalogue catalogue;
    private final Purchasing purchasing;
    private final OutcomeMeters meters;

    ExecutionEndpoint(Buyers buyers, Catalogue catalogue, Purchasing purchasing, OutcomeMeters meters) {
        this.buyers = buyers;
        this.catalogue = catalogue;
        this.purchasing = purchasing;
        this.meters = meters;
    }

    @Override
    public String address() {
        return "*/*/execution";
    }

    @Override
    public Set<String> methods() {
        return METHODS;
    }

    @Override
    public boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException, ServletException {
        Phone buyer = buyers.require(request);
        Sale sale = catalogue.require(parts.get(0));
        CompletableFuture<Outcome> outcome = purchasing.buy(sale, buyer, parts.get(1));
        AsyncResponse.write(request, response, sale.id(), outcome, (to, decided) -> answer(to, sale.id(), decided));
        return true;
    }

    private void answer(HttpServletResponse response, long sale, Outcome outcome) throws IOException {
        meters.answered(outcome);
        ExecutionAnswer.write(response, sale, outcome);
    }
}
