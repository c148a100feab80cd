package org.seckill.testkit.sqlfault;

import java.util.Optional;
import java.util.OptionalInt;
import org.seckill.testkit.sqlfault.SqlAnswerReader.Part;
import org.seckill.testkit.sqlfault.SqlAnswerReader.Piece;

/**
 * One command and its answer, and the position of a fault in them. One thread reads the command, and afterwards another one
 * the answer.
 */
final class SqlExchange {
    private static final OptionalInt PASSES = OptionalInt.empty();

    /** The answer to a call has two ends: that of the rows and that of the call. */
    private static final int ENDS = 2;

    private final SqlPacket command;
    private final Optional<PlannedSqlFault> strike;
    private final SqlAnswerReader answer = new SqlAnswerReader();
    private boolean begun;
    private volatile boolean sent;
    private volatile boolean answered;

    SqlExchange(SqlPacket command, Optional<PlannedSqlFault> strike) {
        this.command = command;
        this.strike = strike;
    }

    Optional<PlannedSqlFault> strike() {
        return strike;
    }

    void sent() {
        sent = true;
    }

    /** Whether the server has the command and has not answered completely. */
    boolean isUnderWay() {
        return sent && !answered;
    }

    /** @return the first byte of the command that is held; empty if all of it passes */
    OptionalInt inCommand() {
        return strike.isPresent() ? inCommand(strike.get()) : PASSES;
    }

    /** @return the first byte of the answer's next packet that is held; empty if all of it passes */
    OptionalInt inAnswer(SqlPacket packet) {
        boolean first = !begun;
        begun = true;
        Piece piece = answer.next(packet);
        answered = piece.last();
        return strike.isPresent() ? inAnswer(strike.get(), packet, piece, first) : PASSES;
    }

    private OptionalInt inCommand(PlannedSqlFault it) {
        int length = command.length();
        return switch (it.place()) {
            case SETTING -> OptionalInt.of(it.offset(1, length));
            case CALL_UNSENT -> OptionalInt.of(0);
            case CALL_HEADER -> OptionalInt.of(1 + it.offset(1, SqlPacket.HEADER - 1));
            case CALL_ORDERS -> OptionalInt.of(command.ordersAt() + it.offset(1, length - command.ordersAt() - 1));
            case CALL_BUT_FOR_A_BYTE -> OptionalInt.of(length - 1);
            case CALL_SENT -> OptionalInt.of(length);
            default -> PASSES;
        };
    }

    private OptionalInt inAnswer(PlannedSqlFault it, SqlPacket packet, Piece piece, boolean first) {
        return switch (it.place()) {
            case SETTING_ANSWER -> first ? OptionalInt.of(it.offset(1, packet.length())) : PASSES;
            case ANSWER_UNSENT -> first ? OptionalInt.of(0) : PASSES;
            case ANSWER_COLUMNS -> within(it, piece, Part.COLUMN, answer.columns(), packet);
            case ANSWER_ROWS -> within(it, piece, Part.ROW, command.orders(), packet);
            case ANSWER_END -> within(it, piece, Part.END, ENDS, packet);
            case ANSWER_SENT -> piece.last() ? OptionalInt.of(packet.length()) : PASSES;
            default -> PASSES;
        };
    }

    private static OptionalInt within(PlannedSqlFault it, Piece piece, Part part, int of, SqlPacket packet) {
        return piece.is(part) && piece.index() == it.packet(of)
                ? OptionalInt.of(it.offset(of, packet.length()))
                : PASSES;
    }
}
