package org.seckill.testkit.sqlfault;

/** Classifies the packets of one answer (MySQL Internals: "Text Protocol"). Used by one thread. */
final class SqlAnswerReader {
    enum Part {
        /** The number of columns. */
        HEAD,
        COLUMN,
        /** Between columns and rows, unless client and server both support DEPRECATE_EOF. */
        COLUMNS_END,
        ROW,
        /** The end of the rows, or the answer to a command without rows. */
        END
    }

    /**
     * @param index of the packet within its part of the answer
     * @param last whether it completes the answer
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

    /** The number of columns of the current result. */
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
