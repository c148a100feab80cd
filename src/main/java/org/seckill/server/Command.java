package org.seckill.server;

import java.util.List;

/**
 * A command of {@code java -jar seckill.war}, run instead of the server. Implementations are found by
 * {@link java.util.ServiceLoader}, so that this package does not depend on them.
 */
public interface Command {
    /** The first argument of the command line. */
    String name();

    /**
     * Runs the command and prints its result on standard output.
     *
     * @param words the arguments after the name
     * @return the exit status
     * @throws StartupFailure if the command failed; the exit status is 2
     */
    int run(List<String> words);
}
