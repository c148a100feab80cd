package org.seckill.tools.jtl;

import java.nio.file.Path;
import java.util.Locale;

/** Why a log is not read. The message is one line that names the file, the line and, if there is one, the column. */
public final class InvalidLog extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidLog(Path file, long line, String what) {
        super(String.format(Locale.ROOT, "%s line %d: %s", file, line, what));
    }
}
