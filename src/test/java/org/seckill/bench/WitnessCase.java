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
        int each = each(connections);
        int buyers = each * connections;
        long sale = premises.books().sales().open(stockFor(buyers));
        List<Ask> orders = premises.buyers().orders(sale, buyers);
        List<Testimony> told = press(premises.node().port(), orders, connections, each);
        Ledger ledger = premises.books()
                .ledger(sale, count(told, one -> one.heard(Testimony.BOUGHT)), count(told, Testimony::isCut));
        Map<String, String> rows = premises.books().rows(sale);
        premises.books().forgetPurchases();
        return new Round(Map.of(), rows.size(), List.of(summary(told, rows)), faults(told, rows, ledger));
    }

    /** How many buyers share a connection. */
    static int each(int connections) {
        return Math.max(1, FEWEST / connections);
    }

    static int stockFor(int buyers) {
        return buyers * 6 / 10;
    }

    /** @return what each was told, in the order of the buyers */
    static List<Testimony> press(int port, List<Ask> orders, int connections, int each) {
        List<List<Testimony>> parts = Crowd.of(
                        connections, member -> pressSome(port, orders, member * each, (member + 1) * each))
                .results();
        return parts.stream().flatMap(List::stream).toList();
    }

    private static List<Testimony> pressSome(int port, List<Ask> orders, int from, int to) {
        List<Testimony> told = new ArrayList<>();
        try (HttpLine line = new HttpLine(port)) {
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

    static List<String> faults(List<Testimony> told, Map<String, String> rows, Ledger ledger) {
        List<String> faults = new ArrayList<>(ledger.faults());
        told.stream()
                .flatMap(one -> one.faults(rows).stream())
                .collect(Collectors.groupingBy(fault -> fault, Collectors.counting()))
                .forEach((fault, times) -> faults.add("%d buyers: %s".formatted(times, fault)));
        faults.addAll(Testimony.faults(told, ledger));
        return faults;
    }

    static String summary(List<Testimony> told, Map<String, String> rows) {
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

    static long count(List<Testimony> told, Predicate<Testimony> which) {
        return told.stream().filter(which).count();
    }
}
