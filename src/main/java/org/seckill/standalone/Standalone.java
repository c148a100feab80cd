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

/**
 * The main class of {@code mvn -q compile exec:java}: runs the application with a database and a Redis of its own, in
 * Maven's JVM.
 */
public final class Standalone {
    private final Map<String, String> environment;
    private final CloseStack closeStack;

    private Standalone(Map<String, String> environment, CloseStack closeStack) {
        this.environment = environment;
        this.closeStack = closeStack;
    }

    public static void main(String[] args) throws InterruptedException {
        CloseStack closeStack = new CloseStack();
        Runtime.getRuntime().addShutdownHook(new Thread(closeStack::close, "seckill-stop"));
        try {
            System.out.println(new Standalone(System.getenv(), closeStack).start());
        } catch (RuntimeException fault) {
            // A signal during the start stops the engines, so that the start fails. That is no fault.
            if (!closeStack.isClosed()) {
                System.err.println("Seckill could not start: "
                        + StartupFailure.because(fault).getMessage());
                System.exit(1);
            }
        }
        // Waits until a signal ends the JVM.
        new CountDownLatch(1).await();
    }

    /** Starts everything and returns the line with the address. */
    private String start() {
        Listen listen = Listen.on(
                environment.getOrDefault("SECKILL_HTTP_HOST", "localhost"), environment.get("SECKILL_HTTP_PORT"));
        DataFolder data = closeStack.add(DataFolder.open(Path.of(environment.getOrDefault("SECKILL_DATA", "data"))));
        logTo(data.log("seckill"));
        try {
            listen.requireFree();
            Engines engines = closeStack.add(Engines.start(environment, data));
            Path work = data.path().resolve("tomcat");
            Server server = closeStack.add(Server.start(listen, settings(data, engines), work));
            engines.database().ifPresent(DemoSales::arm);
            engines.redis().ifPresent(redis -> redis.delete(DemoSales.outdatedKeys()));
            return "Seckill is ready at %s/seckill/list  (Ctrl-C stops it; data in %s)"
                    .formatted(listen.url(server.port()), data.path());
        } catch (RuntimeException fault) {
            LoggerFactory.getLogger(Standalone.class).error("start failed", fault);
            throw fault;
        }
    }

    /** The settings of the started engines and the generated secret. The application reads all others itself. */
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

    /** Sends the log to a file; the console shows only the address. Must run before the first logger is created. */
    private static void logTo(Path file) {
        System.setProperty("seckill.log", file.toString());
        System.setProperty("logback.configurationFile", "logback-standalone.xml");
        // Tomcat logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        // In one thread: SLF4J warns if two threads create its first loggers, as those of the engines would.
        LoggerFactory.getILoggerFactory();
    }
}
