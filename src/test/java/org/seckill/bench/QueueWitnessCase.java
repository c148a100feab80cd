package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.testing.Crowd;

/**
 * The witness of the queue shop: whoever is told to wait asks for the result until it says something else, and that has to
 * be a purchase with the ticket that the buyer was given. Nothing is measured.
 */
record QueueWitnessCase(Premises premises, int connections) implements Case {
    @Override
    public String name() {
        return "witness-queue-" + connections;
    }

    @Override
    public String title() {
        return "every queued order and its end beside its row, " + connections + " connections";
    }

    @Override
    public Round round(int seconds) {
        QueueShop shop = premises.queueShop();
        int each = WitnessCase.each(connections);
        int buyers = each * connections;
        long sale = shop.books().sales().open(WitnessCase.stockFor(buyers));
        List<Ask> orders = shop.orders(sale, buyers);
        List<Testimony> pressed = WitnessCase.press(shop.node().port(), orders, connections, each);
        List<Testimony> told = ends(shop, sale, pressed);
        shop.awaitWaiting(sale, 0);
        Remains remains = shop.remains(
                sale,
                WitnessCase.count(told, one -> one.heard(Testimony.BOUGHT)),
                WitnessCase.count(told, Testimony::isCut));
        Map<String, String> rows = shop.books().rows(sale);
        shop.forget(sale);
        List<String> faults = new ArrayList<>(remains.faults());
        faults.addAll(WitnessCase.faults(told, rows, remains.ledger()));
        return new Round(Map.of(), rows.size(), List.of(WitnessCase.summary(told, rows)), faults);
    }

    private List<Testimony> ends(QueueShop shop, long sale, List<Testimony> pressed) {
        List<String> cookies = premises.buyers().first(pressed.size());
        List<List<Testimony>> parts = Crowd.of(connections, member -> {
                    List<Testimony> part = new ArrayList<>();
                    try (HttpLine line = new HttpLine(shop.node().port())) {
                        for (int buyer = member; buyer < pressed.size(); buyer += connections) {
                            Ask result = Ask.get("/seckill/" + sale + "/result", "Cookie: " + cookies.get(buyer));
                            part.add(end(line, result, pressed.get(buyer)));
                        }
                    }
                    return part;
                })
                .results();
        return parts.stream().flatMap(List::stream).toList();
    }

    private static Testimony end(HttpLine line, Ask result, Testimony pressed) {
        if (!pressed.heard(Testimony.QUEUED)) {
            return pressed;
        }
        List<Testimony.Answer> answers = new ArrayList<>(pressed.answers());
        Crowd.until(() -> {
            Testimony.Answer answer = Testimony.Answer.of(line.ask(result));
            // 503: the node has too much to do to tell.
            boolean isEnd = answer.status() == 200 && answer.state() != Testimony.QUEUED;
            if (isEnd) {
                answers.add(answer);
            }
            return isEnd;
        });
        return new Testimony(pressed.phone(), answers, false);
    }
}
