package org.seckill.badinput;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One seed's visits to a shop: each answer is judged, and afterwards the shop. */
final class BadInputTrial {
    private static final int VISITS = 40;

    /** Requests that a failure may cost to be made plainer. */
    private static final int TRIES = 400;

    /** Draws of the seeds after it are others. */
    private static final long APART = 1_000_003;

    private final long seed;
    private final AttackConnection door;
    private final HonestShop till;
    private final RequestTexts requests;

    BadInputTrial(long seed, AttackConnection door, HonestShop till) {
        this.seed = seed;
        this.door = door;
        this.till = till;
        this.requests = new RequestTexts(till.genuine());
    }

    /** @throws AssertionError with the seed, and with what is sent in the plainest case that fails */
    void run() {
        List<List<Integer>> visits =
                IntStream.range(0, VISITS).mapToObj(this::choices).toList();
        for (List<Integer> visit : visits) {
            List<String> wrong = complaints(visit);
            if (!wrong.isEmpty()) {
                List<Integer> plainest = new Shrinker(TRIES)
                        .plainer(visit, choices -> !complaints(choices).isEmpty());
                fail(List.of(plainest), complaints(plainest), wrong);
            }
        }
        List<String> wrong = till.complaints();
        if (!wrong.isEmpty()) {
            fail(
                    new Shrinker(TRIES / VISITS)
                            .fewer(visits, some -> !afterwards(some).isEmpty()),
                    List.of(),
                    wrong);
        }
    }

    private List<Integer> choices(int number) {
        RandomChoices draws = RandomChoices.of(seed * APART + number);
        AttackScript.of(requests, draws);
        return draws.made();
    }

    private AttackScript visit(List<Integer> choices) {
        return AttackScript.of(requests, RandomChoices.again(choices));
    }

    private List<String> complaints(List<Integer> choices) {
        return door.complaints(visit(choices));
    }

    private List<String> afterwards(List<List<Integer>> visits) {
        visits.forEach(this::complaints);
        return till.complaints();
    }

    private void fail(List<List<Integer>> plainest, List<String> now, List<String> first) {
        Stream<String> sent = plainest.stream().map(choices -> visit(choices).toString());
        String told = Stream.of(now.stream(), sent, Stream.of("at first:"), first.stream())
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
        throw new AssertionError(
                String.format(Locale.ROOT, "seed %d (again: -Dseckill.seed=%d)%n%s", seed, seed, told));
    }
}
