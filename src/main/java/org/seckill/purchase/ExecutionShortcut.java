package org.seckill.purchase;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.seckill.buyer.Buyers;
import org.seckill.buyer.Phone;
import org.seckill.desk.Outcome;
import org.seckill.sale.Catalogue;
import org.seckill.sale.Seckill;
import org.seckill.web.Shortcut;
import org.seckill.web.Shortcuts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The one button. While an order waits at the desk, no thread waits with it. */
@Component
final class ExecutionShortcut implements Shortcut {
    private static final Set<String> METHODS = Set.of("POST");

    private static final Logger log = LoggerFactory.getLogger(ExecutionShortcut.class);

    private final Buyers buyers;
    private final Catalogue catalogue;
    private final Purchasing purchasing;
    private final OutcomeMeters meters;

    ExecutionShortcut(Buyers buyers, Catalogue catalogue, Purchasing purchasing, OutcomeMeters meters) {
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
        Seckill sale = catalogue.require(parts.get(0));
        CompletableFuture<Outcome> outcome = purchasing.buy(sale, buyer, parts.get(1));
        // The order is placed. Where the container will not wait without a thread, this one waits.
        if (outcome.isDone() || !request.isAsyncSupported()) {
            answer(response, sale.id(), outcome.join());
        } else {
            AsyncContext async = request.startAsync();
            // The desk has a deadline of its own.
            async.setTimeout(0);
            // Nothing escapes from `finish`.
            CompletableFuture<Void> unused = outcome.thenAccept(decided -> finish(async, sale.id(), decided));
        }
        return true;
    }

    private void finish(AsyncContext async, long sale, Outcome outcome) {
        try {
            try {
                answer((HttpServletResponse) async.getResponse(), sale, outcome);
            } catch (RuntimeException e) {
                // Not an empty answer that says 200; `result` tells what became of the order.
                Shortcuts.refuse((HttpServletResponse) async.getResponse(), e);
            } finally {
                async.complete();
            }
        } catch (IOException | RuntimeException e) {
            // The buyer has gone, or the container has given the request up; `result` tells what became of it.
            log.warn(
                    "the answer was not heard sale={} outcome={}",
                    sale,
                    outcome.getClass().getSimpleName(),
                    e);
        }
    }

    private void answer(HttpServletResponse response, long sale, Outcome outcome) throws IOException {
        meters.answered(outcome);
        ExecutionAnswer.write(response, sale, outcome);
    }
}
