package org.seckill.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Engines without the weight of one. */
final class SleepingEngine {
    private SleepingEngine() {}

    static EngineCommand in(Path folder) {
        return running(folder, "exec sleep 1000");
    }

    static EngineCommand running(Path folder, String script) {
        return new EngineCommand(
                "Sleeper",
                List.of("/bin/sh", "-c", script),
                Map.of("ENGINE_HOME", "somewhere"),
                folder,
                folder.resolve("sleeper.log"),
                folder.resolve("sleeper.pid"),
                "let it sleep");
    }
}
