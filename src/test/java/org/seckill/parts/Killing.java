package org.seckill.parts;

import org.seckill.standalone.EngineProcess;

/** The end of a process that is asked nothing. */
final class Killing {
    private Killing() {}

    static void kill(EngineProcess process) {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        // Waits for its end, and forgets it.
        process.close();
    }
}
