package org.seckill.tools.check;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.tools.jtl.AnswerLog;
import org.seckill.tools.jtl.JtlSample;
import org.seckill.tools.jtl.JtlWriter;

/**
 * A sale that nobody sold: its rows are written by hand, and so is the log. Two units went to {@link #FIRST} and {@link
 * #SECOND}, and {@link #THIRD} came too late. It opened a minute ago and is open for an hour.
 */
final class PlantedSale {
    static final Database DATABASE = TestEngines.database();

    static final String FIRST = "13800000001";
    static final String SECOND = "13800000002";
    static final String THIRD = "13800000003";
    static final String FOURTH = "13800000004";

    private static final Duration TOOK = Duration.ofMillis(5);

    final long id = new TestSales(DATABASE).open(2);
    private final Instant begun = Instant.now();
    private final List<JtlSample> log = new ArrayList<>();
    private final Path folder;

    /** What the command said, and how it ended. */
    record Ended(int status, String said, String complained) {
        /** The promises that it says were broken, in its words. */
        List<String> broken() {
            return said.lines()
                    .filter(line -> line.startsWith("BROKEN"))
                    .map(line -> line.replaceFirst("BROKEN +", "").replaceFirst(": [0-9]+ times$", ""))
                    .toList();
        }
    }

    PlantedSale(Path folder) {
        this.folder = folder;
        record(FIRST, "ticket-1");
        record(SECOND, "ticket-2");
        press(FIRST, 0, 1, "ticket-1");
        press(SECOND, 10, 2, "ticket-2");
        askResult(SECOND, 20, 1, "ticket-2");
        press(THIRD, 30, 0, "");
    }

    /** As the procedure does. */
    void record(String phone, String ticket) {
        insert(phone, ticket);
        DATABASE.update("UPDATE seckill SET number = number - 1 WHERE seckill_id = ?", id);
    }

    /** As nobody should. */
    void insert(String phone, String ticket) {
        DATABASE.update("INSERT INTO purchase (seckill_id, user_phone, ticket) VALUES (?, ?, ?)", id, phone, ticket);
    }

    /** As if so many had been offered from the beginning. */
    void offer(int units) {
        DATABASE.update(
                "UPDATE seckill SET number = number + ? - offered, offered = ? WHERE seckill_id = ?", units, units, id);
    }

    void set(String table, String assignment) {
        DATABASE.update("UPDATE " + table + " SET " + assignment + " WHERE seckill_id = ?", id);
    }

    /** @param millis since this sale was planted, when it was sent */
    void press(String phone, long millis, int state, String ticket) {
        tell(AnswerLog.PRESS, phone, millis, "200", Integer.toString(state), ticket);
    }

    void press(String phone, long millis, String code) {
        tell(AnswerLog.PRESS, phone, millis, code, "", "");
    }

    void askResult(String phone, long millis, int state, String ticket) {
        tell(AnswerLog.RESULT, phone, millis, "200", Integer.toString(state), ticket);
    }

    void forgetLog() {
        log.clear();
    }

    /** As it is now. */
    Path log() {
        Path file = folder.resolve("told.csv");
        try (JtlWriter writer = new JtlWriter(file)) {
            log.forEach(writer::write);
        }
        return file;
    }

    Ended check(String... options) {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--db-url", DATABASE.url(), "--db-user", DATABASE.user(), log().toString()));
        return run(words.toArray(String[]::new));
    }

    static Ended run(String... words) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        int status = CheckCommand.status(
                Map.of(CheckInput.PASSWORD, DATABASE.password()),
                new PrintStream(said),
                new PrintStream(complained),
                words);
        return new Ended(status, text(said), text(complained));
    }

    private void tell(String label, String phone, long millis, String code, String state, String ticket) {
        log.add(new JtlSample(begun.plusMillis(millis), TOOK, label, code, id, phone, state, ticket));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replaceAll(" +", " ");
    }
}
