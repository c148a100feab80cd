package org.seckill.testkit.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.zookeeper.server.ZooKeeperServerMain;
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.RestartableProcess;

/** A real ZooKeeper server as a process. It keeps its port over restarts. */
public final class ZooKeeperProcess extends RestartableProcess {
    private static final Duration START = Duration.ofMinutes(1);

    private static final int TIMEOUT_MILLIS = 500;

    private final Path home;
    private final int port = Program.freePort();
    private int starts;

    public ZooKeeperProcess(Path home) {
        super("zookeeper");
        this.home = home.resolve("zookeeper");
    }

    /** The value of {@code SECKILL_ZOOKEEPER}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public Running launch() {
        starts++;
        Path settings = settings();
        EngineProcess process = EngineProcess.start(new EngineCommand(
                "ZooKeeper",
                List.of(
                        Program.java(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        // The log configuration of the tests writes to a file that is shared.
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ZooKeeperServerMain.class.getName(),
                        settings.toString()),
                Map.of(),
                Path.of("").toAbsolutePath(),
                home.resolve("start-" + starts + ".log"),
                home.resolve("zookeeper.pid"),
                "look at the log"));
        process.awaitReady(this::answers, START);
        return new Running(process.pid(), process::close);
    }

    private Path settings() {
        try {
            Path data = Files.createDirectories(home.resolve("data"));
            return Files.writeString(home.resolve("zoo.cfg"), String.format(Locale.ROOT, """
                    dataDir=%s
                    clientPort=%d
                    clientPortAddress=127.0.0.1
                    admin.enableServer=false
                    4lw.commands.whitelist=ruok
                    """, data, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // A server that is starting may accept a connection and never answer.
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("ruok".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).equals("imok");
        } catch (IOException e) {
            // Not ready yet.
            return false;
        }
    }
}
