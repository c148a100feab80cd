package org.seckill.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Requests that change nothing, sent again and again.
 *
 * @param asks makes them, before each round
 * @param expected the status that each is to be answered with
 * @param telling what each answer is to contain
 */
record CyclingCase(
        Premises premises,
        String name,
        String title,
        int connections,
        Supplier<List<Ask>> asks,
        int expected,
        String telling)
        implements Case {
    private static final int ASKED_ONE_BY_ONE = 100;

    @Override
    public Round round(int seconds) {
        List<Ask> requests = asks.get();
        List<String> faults = new ArrayList<>(wrongAnswers(requests));
        Load load = premises.wrk().cycle(requests, connections, seconds);
        faults.addAll(wrongAnswers(requests));
        faults.addAll(load.faults(expected < 400));
        return new Round(load.figures(load.answered()), 0, List.of(), faults);
    }

    // wrk does not look into what it is answered.
    private List<String> wrongAnswers(List<Ask> requests) {
        List<Ask> some = requests.subList(0, Math.min(ASKED_ONE_BY_ONE, requests.size()));
        return premises
                .lines()
                .ask(
                        some,
                        reply -> reply.status() == expected && (reply.head() + reply.body()).contains(telling)
                                ? ""
                                : "answered " + reply.status() + ": " + reply.body())
                .stream()
                .filter(fault -> !fault.isEmpty())
                .distinct()
                .toList();
    }
}
