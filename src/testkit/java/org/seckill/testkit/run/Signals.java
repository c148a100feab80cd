package org.seckill.testkit.run;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What the system does to a process that is asked nothing. */
public final class Signals {
    private Signals() {}

    /** Ends it; whoever started it waits for its end. */
    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** It keeps its connections, its port and all that it knows, and does nothing. */
    public static void stop(long pid) {
        send("STOP", pid);
    }

    /** Goes on where it stood; one that was not stopped does not notice. */
    public static void wake(long pid) {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + signal + " " + pid).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -s " + signal + " " + pid + " says " + kill.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
