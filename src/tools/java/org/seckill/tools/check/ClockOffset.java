package org.seckill.tools.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * How far the database's clock is ahead of the clients', which is this machine's.
 *
 * @param least negative when it is behind
 */
record ClockOffset(Duration least, Duration most) {
    /** What a log's milliseconds leave out: of the time of sending, and of the time that the answer took. */
    static final Duration LOG = Duration.ofMillis(2);

    /** Of those who read the database's own clock. */
    static final ClockOffset NONE = new ClockOffset(Duration.ZERO, Duration.ZERO);

    private static final int LOOKS = 5;

    /** @throws IllegalArgumentException when it is at least more than at most */
    ClockOffset {
        if (least.compareTo(most) > 0) {
            throw new IllegalArgumentException(least + " to " + most);
        }
    }

    /** Looks a few times: the shorter the way, the more is known. */
    static ClockOffset read(Connection connection) throws SQLException {
        ClockOffset best = look(connection);
        for (int i = 1; i < LOOKS; i++) {
            ClockOffset next = look(connection);
            best = next.width().compareTo(best.width()) < 0 ? next : best;
        }
        return best;
    }

    /** Whether a client's moment, as a log has it, certainly was before one of the database's. */
    boolean isSurelyBefore(Instant client, Instant database) {
        return client.plus(LOG).plus(most).isBefore(database);
    }

    /** Whether a client's moment, as a log has it, certainly was after one of the database's; never of one not known. */
    boolean isSurelyAfter(Instant client, Instant database) {
        return client.isAfter(Instant.MIN) && !client.plus(least).isBefore(database);
    }

    /** For people, in milliseconds. */
    String words() {
        return String.format(
                Locale.ROOT, "%.1f to %.1f ms ahead of this machine's", least.toNanos() / 1e6, most.toNanos() / 1e6);
    }

    private Duration width() {
        return most.minus(least);
    }

    private static ClockOffset look(Connection connection) throws SQLException {
        String clock = "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6))";
        try (PreparedStatement select = connection.prepareStatement(clock)) {
            Instant before = Instant.now();
            try (ResultSet found = select.executeQuery()) {
                Instant after = Instant.now();
                found.next();
                Instant database = Instant.EPOCH.plus(found.getLong(1), ChronoUnit.MICROS);
                return new ClockOffset(Duration.between(after, database), Duration.between(before, database));
            }
        }
    }
}
