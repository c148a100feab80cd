package org.seckill.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.seckill.server.Listen;
import org.seckill.server.Server;
import org.seckill.server.StartupFailure;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** {@code mvn -q compile exec:java}: the application with a database and a Redis of its own. Runs in Maven's JVM. */
public final class Standalone {
    private final Map<String, String> environment;
    private final CloseStack rundown;

    private Standalone(Map<String, String> environment, CloseStack rundown) {
        this.environment = environment;
        this.rundown = rundown;
    }

    public static void main(String[] args) throws InterruptedException {
        CloseStack rundown = new CloseStack();
        Runtime.getRuntime().addShutdownHook(new Thread(rundown::close, "seckill-stop"));
        try {
            System.out.println(new Standalone(System.getenv(), rundown).start());
        } catch (RuntimeException fault) {
            // A signal while starting stops the engines under our feet: what fails then is nobody's concern.
            if (!rundown.isClosed()) {
                System.err.println("Seckill could not start: "
                        + StartupFailure.because(fault).getMessage());
                System.exit(1);
            }
        }
        // Until a signal ends the JVM.
        new CountDownLatch(1).await();
    }

    /** Starts all, and returns the line that says where it is. */
    private String start() {
        Listen listen = Listen.on(
                environment.getOrDefault("SECKILL_HTTP_HOST", "localhost"), environment.get("SECKILL_HTTP_PORT"));
        DataFolder data = rundown.add(DataFolder.open(Path.of(environment.getOrDefault("SECKILL_DATA", "data"))));
        logTo(data.log("seckill"));
        try {
            listen.requireFree();
            Engines engines = rundown.add(Engines.start(environment, data));
            Path work = data.path().resolve("tomcat");
            Server server = rundown.add(Server.start(listen, settings(data, engines), work));
            engines.database().ifPresent(DemoSales::arm);
            engines.redis().ifPresent(redis -> redis.delete(DemoSales.outdatedKeys()));
            return "Seckill is ready at %s/seckill/list  (Ctrl-C stops it; data in %s)"
                    .formatted(listen.url(server.port()), data.path());
        } catch (RuntimeException fault) {
            LoggerFactory.getLogger(Standalone.class).error("start failed", fault);
            throw fault;
        }
    }

    /** Only what is ours: for all else the application reads the environment itself. */
    private Map<String, String> settings(DataFolder data, Engines engines) {
        Map<String, String> settings = new HashMap<>();
        engines.database().ifPresent(database -> {
            settings.put("SECKILL_DB_URL", database.jdbcUrl());
            settings.put("SECKILL_DB_USER", database.user());
            settings.put("SECKILL_DB_PASSWORD", database.password());
        });
        engines.redis().ifPresent(redis -> settings.put("SECKILL_REDIS_URL", redis.url()));
        if (!environment.containsKey("SECKILL_SECRET")) {
            settings.put("SECKILL_SECRET", data.secret("secret").value());
        }
        return settings;
    }

    /** Before the first logger is made. The console is for the one line that tells the address. */
    private static void logTo(Path file) {
        System.setProperty("seckill.log", file.toString());
        System.setProperty("logback.configurationFile", "logback-standalone.xml");
        // Tomcat logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
