package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.seckill.testing.Crowd;

/**
 * Purchases whose every answer is written down and joined with the database. There are more buyers than units; some press
 * twice, and some leave before they are answered. Nothing is measured.
 */
record WitnessCase(Premises premises, int connections) implements Case {
    private static final int FEWEST = 600;

    @Override
    public String name() {
        return "witness-" + connections;
    }

    @Override
    public String title() {
        return "every answer beside its row, " + connections + " connections";
    }

    @Override
    public Round round(int seconds) {
        int each = Math.max(1, FEWEST / connections);
        int buyers = each * connections;
        int stock = buyers * 6 / 10;
        long sale = premises.sales().open(stock);
        List<Ask> orders = premises.buyers().orders(sale, buyers);
        List<List<Testimony>> parts = Crowd.of(connections, member -> press(orders, member * each, (member + 1) * each))
                .results();
        List<Testimony> told = parts.stream().flatMap(List::stream).toList();
        Ledger ledger =
                premises.ledger(sale, count(told, one -> one.heard(Testimony.BOUGHT)), count(told, Testimony::isCut));
        Map<String, String> rows = premises.rows(sale);
        premises.forgetPurchases();
        return new Round(Map.of(), rows.size(), List.of(summary(told, rows)), faults(told, rows, ledger));
    }

    private List<Testimony> press(List<Ask> orders, int from, int to) {
        List<Testimony> told = new ArrayList<>();
        try (HttpLine line = new HttpLine(premises.node().port())) {
            for (int buyer = from; buyer < to; buyer++) {
                told.add(press(line, orders.get(buyer), buyer));
            }
        }
        return told;
    }

    private static Testimony press(HttpLine line, Ask order, int buyer) {
        String phone = Buyers.phone(buyer);
        if (buyer % 10 == 9) {
            line.askAndLeave(order);
            return new Testimony(phone, List.of(), true);
        }
        List<Testimony.Answer> answers = new ArrayList<>(List.of(Testimony.Answer.of(line.ask(order))));
        if (buyer % 10 == 5) {
            answers.add(Testimony.Answer.of(line.ask(order)));
        }
        return new Testimony(phone, answers, false);
    }

    private static List<String> faults(List<Testimony> told, Map<String, String> rows, Ledger ledger) {
        List<String> faults = new ArrayList<>(ledger.faults());
        told.stream()
                .flatMap(one -> one.faults(rows).stream())
                .collect(Collectors.groupingBy(fault -> fault, Collectors.counting()))
                .forEach((fault, times) -> faults.add("%d buyers: %s".formatted(times, fault)));
        faults.addAll(Testimony.faults(told, ledger));
        return faults;
    }

    private static String summary(List<Testimony> told, Map<String, String> rows) {
        return "%d buyers: %d bought, %d refused, %d pressed again, %d busy; %d left unanswered, of which %d have a row"
                .formatted(
                        told.size(),
                        count(told, one -> one.heard(Testimony.BOUGHT)),
                        count(told, one -> one.heard(Testimony.OVER)),
                        count(told, one -> one.heard(Testimony.REPEAT)),
                        count(told, one -> one.heard(Testimony.BUSY)),
                        count(told, Testimony::isCut),
                        count(told, one -> one.isCut() && rows.containsKey(one.phone())));
    }

    private static long count(List<Testimony> told, Predicate<Testimony> which) {
        return told.stream().filter(which).count();
    }
}
