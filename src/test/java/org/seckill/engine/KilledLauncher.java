package org.seckill.engine;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.seckill.standalone.DataFolder;

/** A launcher for {@link EngineProcessIT} to kill: uses a data folder, starts an engine, and waits for its end. */
final class KilledLauncher {
    private KilledLauncher() {}

    public static void main(String[] args) throws InterruptedException {
        DataFolder data = DataFolder.open(Path.of(args[0]));
        EngineProcess engine = EngineProcess.start(SleepingEngine.in(data.path()));
        System.out.println(engine.pid());
        new CountDownLatch(1).await();
    }
}
