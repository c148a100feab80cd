package org.seckill.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command that runs one engine.
 *
 * @param engine its name, for messages
 * @param words the program and its arguments
 * @param environment variables in addition to those of this JVM
 * @param directory its working directory
 * @param log receives all its output since its latest start; the log of the start before is kept as {@code *.previous}
 * @param pidFile tells the next start which process to wait for
 * @param remedy what an operator can do if it does not start, for messages
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
     * Stops the engine when the JVM ends. Standard input is a pipe from the JVM, which the system closes also after
     * kill -9. The background job, the guard, then reads the end of the pipe and stops the engine; SIGCONT wakes a
     * suspended one. The guard reads descriptor 3, because a shell gives its background jobs /dev/null as standard
     * input. $$ is the engine, because exec keeps the process id. The umask makes the engine's files private.
     */
    private static final String GUARDED = "umask 077; trap '' INT HUP QUIT; exec 3<&0; "
            + "( read -r _ <&3 || { kill -TERM $$; kill -CONT $$; } ) >/dev/null 2>&1 & "
            + "exec \"$@\" 3<&- </dev/null";

    public EngineCommand {
        words = List.copyOf(words);
        environment = Map.copyOf(environment);
    }

    /** The command line that starts the engine with its guard; without /bin/sh, as on Windows, without a guard. */
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
     * Ctrl-C signals all foreground processes of the terminal, and Redis stops at once, while the server still needs
     * it. A session of its own shields the engine from the signal. Without setsid (macOS), Redis stops early.
     */
    private static List<String> ownSession() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }
}
