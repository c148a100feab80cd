package org.seckill.tools.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.run.CommandLine;

/**
 * What is to be compared.
 *
 * @param redis as {@code SECKILL_REDIS_URL} has it; empty when Redis is not to be asked
 * @param sales all in the logs when it is empty
 * @param oneNode one node sold all of it, and nothing failed meanwhile
 * @param patience how long what is between Redis and the database may still be on its way
 */
record CheckInput(
        Database database, String redis, List<Long> sales, List<Path> logs, boolean oneNode, Duration patience) {
    private static final String USAGE = "bench/check --db-url URL --db-user USER [--db-password PASSWORD]"
            + " [--redis URL] [--sale ID,ID] [--one-node] [--wait SECONDS] LOG...";

    static final String PASSWORD = "SECKILL_DB_PASSWORD";

    /** @throws IllegalArgumentException when something is missing, or not understood */
    static CheckInput parse(Map<String, String> environment, String... words) {
        CommandLine given = CommandLine.parse(USAGE, Set.of("--one-node"), words);
        Database database = new Database(
                given.require("--db-url"),
                given.require("--db-user"),
                given.take("--db-password", environment.getOrDefault(PASSWORD, "")));
        CheckInput evidence = new CheckInput(
                database,
                given.take("--redis", ""),
                given.takeAll("--sale").stream()
                        .flatMap(ids -> Stream.of(ids.split(",", -1)))
                        .map(id -> sale(given, id))
                        .toList(),
                given.takeOthers().stream().map(Path::of).toList(),
                given.takeFlag("--one-node"),
                Duration.ofSeconds(given.takeNumber("--wait", 10)));
        given.requireNothingElse();
        if (evidence.logs.isEmpty()) {
            throw given.fault("no log is named");
        }
        return evidence;
    }

    private static long sale(CommandLine given, String id) {
        if (!id.matches("[0-9]{1,18}")) {
            throw given.fault("'%s' is no sale's number".formatted(id));
        }
        return Long.parseLong(id);
    }
}
