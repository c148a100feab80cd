package org.seckill.jtl;

import java.nio.file.Path;

/** Why a log is not read. The message is one line that names the file, the line and, if there is one, the column. */
public final class BadLog extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLog(Path file, long line, String what) {
        super("%s line %d: %s".formatted(file, line, what));
    }
}
