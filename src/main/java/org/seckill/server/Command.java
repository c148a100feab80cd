package org.seckill.server;

import java.util.List;

/**
 * What the WAR does when it is started with a word, instead of serving. Found by {@link java.util.ServiceLoader}, so that
 * this package knows nothing of it.
 */
public interface Command {
    /** The first word of the command line. */
    String name();

    /**
     * Says what it has to say on standard output.
     *
     * @param words those after the first
     * @return the exit status
     * @throws StartupFailure when it could not be done; status 2
     */
    int run(List<String> words);
}
