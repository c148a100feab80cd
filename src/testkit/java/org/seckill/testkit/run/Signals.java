package org.seckill.testkit.run;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals that a process cannot handle. */
public final class Signals {
    private Signals() {}

    /** Kills the process, without waiting until it has ended. */
    public static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Pauses the process: it keeps its connections and its memory, and does nothing. */
    public static void stop(long pid) {
        send("STOP", pid);
    }

    /** Continues a paused process. Has no effect on another one. */
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
