package org.seckill.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one buyer was told.
 *
 * @param answers in the order in which they came
 * @param isCut whether the buyer also sent an order and left before the answer
 */
record Testimony(String phone, List<Answer> answers, boolean isCut) {
    static final int BOUGHT = 1;
    static final int QUEUED = 2;
    static final int OVER = 0;
    static final int REPEAT = -1;
    static final int UNKNOWN = -2;
    static final int BUSY = -4;

    private static final Set<Integer> EXPECTED = Set.of(BOUGHT, QUEUED, OVER, REPEAT, BUSY);

    /** @param ticket of the purchase that the answer says this buyer holds, or of the order that waits */
    record Answer(int status, int state, @Nullable String ticket) {
        static Answer of(Reply reply) {
            JsonNode data = JsonMapper.shared().readTree(reply.body()).path("data");
            return new Answer(
                    reply.status(),
                    data.path("state").asInt(),
                    data.path("successKilled")
                            .path("ticket")
                            .asString(data.path("ticket").asString(null)));
        }

        private boolean isAllowed() {
            return EXPECTED.contains(state) && status == (state == BUSY ? 503 : 200);
        }
    }

    /**
     * What is wrong with a whole sale.
     *
     * @param told of all who ordered, once or more
     */
    static List<String> faults(List<Testimony> told, Ledger ledger) {
        List<String> faults = new ArrayList<>();
        long stayed = told.stream().filter(one -> !one.isCut).count();
        if (told.stream().noneMatch(one -> one.heard(BOUGHT))) {
            faults.add("nobody bought");
        }
        if (told.stream().noneMatch(one -> one.heard(BUSY)) && ledger.rows() < Math.min(ledger.offered(), stayed)) {
            faults.add("%d rows for %d units and %d buyers, none of whom was told to wait"
                    .formatted(ledger.rows(), ledger.offered(), stayed));
        }
        if (ledger.left() > 0 && told.stream().anyMatch(one -> one.heard(OVER))) {
            faults.add("told that it is over with %d units left".formatted(ledger.left()));
        }
        return faults;
    }

    boolean heard(int... states) {
        return answers.stream().anyMatch(answer -> Arrays.stream(states).anyMatch(state -> state == answer.state));
    }

    /**
     * Joins what this buyer was told with what the database holds.
     *
     * @param rows the ticket of each buyer who has a row
     */
    List<String> faults(Map<String, String> rows) {
        List<String> faults = new ArrayList<>();
        String held = rows.get(phone);
        for (Answer answer : answers) {
            if (!answer.isAllowed()) {
                faults.add("state %d with status %d".formatted(answer.state, answer.status));
            }
            boolean holds = answer.state == BOUGHT || answer.state == REPEAT || answer.state == QUEUED;
            if (holds && (held == null || !held.equals(answer.ticket))) {
                faults.add(
                        held == null ? "told of a purchase that has no row" : "told of another ticket than the row's");
            }
        }
        if (held != null && !isCut && !heard(BOUGHT, QUEUED, UNKNOWN)) {
            faults.add("a row whose buyer was told otherwise");
        }
        if (answers.stream().filter(answer -> answer.state == BOUGHT).count() > 1) {
            faults.add("confirmed twice");
        }
        if (heard(QUEUED) && !heard(BOUGHT)) {
            faults.add("queued, and never told that it is bought");
        }
        return faults.stream().distinct().toList();
    }
}
