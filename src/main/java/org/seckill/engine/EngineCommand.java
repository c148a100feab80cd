package org.seckill.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How one engine is run.
 *
 * @param engine its name, for people
 * @param words the program and its arguments
 * @param environment added to that of this JVM
 * @param directory its working directory
 * @param log receives all its output, and only that of the latest start; the one before is kept as {@code *.previous}
 * @param pidFile names its process to the next start
 * @param remedy what to do when it does not start, for people
 */
public record EngineCommand(
        String engine,
        List<String> words,
        Map<String, String> environment,
        Path directory,
        Path log,
        Path pidFile,
        String remedy) {

    /*
     * Standard input is a pipe that the JVM holds, and that the system closes when the JVM ends in whatever way, kill -9
     * included: the guard in the background then reads the end and stops the engine, also one that somebody has suspended.
     * The guard reads descriptor 3, because a shell gives its background jobs /dev/null as standard input. $$ is the
     * engine: exec keeps the id. What the engine writes is its owner's alone.
     */
    private static final String GUARDED = "umask 077; trap '' INT HUP QUIT; exec 3<&0; "
            + "( read -r _ <&3 || { kill -TERM $$; kill -CONT $$; } ) >/dev/null 2>&1 & "
            + "exec \"$@\" 3<&- </dev/null";

    public EngineCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** The words that start the engine under its guard. Windows has no shell for it; there it starts unguarded. */
    List<String> guarded() {
        Path shell = Path.of("/bin/sh");
        if (!Files.isExecutable(shell)) {
            return words;
        }
        List<String> line = new ArrayList<>(ownSession());
        line.addAll(List.of(shell.toString(), "-c", GUARDED, engine));
        line.addAll(words);
        return line;
    }

    /*
     * Ctrl-C signals all that runs in the terminal's foreground, and Redis answers by stopping at once, while the server
     * still needs it. A session of its own keeps the signal away; where there is no setsid (macOS), Redis stops early.
     */
    private static List<String> ownSession() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }
}
