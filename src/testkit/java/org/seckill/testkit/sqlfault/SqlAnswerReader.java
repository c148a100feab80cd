package org.seckill.testkit.sqlfault;

/** Tells the packets of one answer apart (MySQL Internals: "Text Protocol"). By one thread. */
final class SqlAnswerReader {
    enum Part {
        /** How many columns follow. */
        HEAD,
        COLUMN,
        /** Between columns and rows, where client and server do not both know better. */
        COLUMNS_END,
        ROW,
        /** Of the rows, or of a command that has none. */
        END
    }

    /**
     * @param index among those of its part in this answer
     * @param last whether the answer is complete with it
     */
    record Piece(Part part, int index, boolean last) {
        boolean is(Part wanted) {
            return part == wanted;
        }
    }

    private int columns = -1;
    private int column;
    private int row;
    private int ends;
    private boolean columnsEnded;

    Piece next(SqlPacket packet) {
        if (columns < 0) {
            return packet.isOk() || packet.isError() ? end(packet) : head(packet);
        }
        if (column < columns) {
            return new Piece(Part.COLUMN, column++, false);
        }
        if (packet.endsColumns() && !columnsEnded) {
            columnsEnded = true;
            return new Piece(Part.COLUMNS_END, 0, false);
        }
        return packet.isEnd() || packet.isError() ? end(packet) : new Piece(Part.ROW, row++, false);
    }

    /** @return of the result that is being read */
    int columns() {
        return columns;
    }

    private Piece head(SqlPacket packet) {
        columns = packet.columns();
        column = 0;
        columnsEnded = false;
        return new Piece(Part.HEAD, 0, false);
    }

    private Piece end(SqlPacket packet) {
        columns = -1;
        return new Piece(Part.END, ends++, packet.isError() || !packet.hasMoreResults());
    }
}
