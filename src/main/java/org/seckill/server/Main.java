package org.seckill.server;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The main class of {@code java -jar seckill.war}. Without arguments it serves the application, with settings from the
 * environment. With arguments it runs one of the {@linkplain Command commands}.
 */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        // Tomcat logs through java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        if (args.length > 0) {
            System.exit(run(List.of(args)));
        }
        serve();
    }

    private static void serve() throws InterruptedException {
        try {
            Listen listen = Listen.on(System.getenv("SECKILL_HTTP_HOST"), System.getenv("SECKILL_HTTP_PORT"));
            Server server = Server.start(listen, Map.of());
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "seckill-stop"));
            server.managementUrl().ifPresent(url -> System.out.println("Its management is at " + url + "/readyz"));
            // Formatted like a log line, but printed at every log level.
            String now = OffsetDateTime.now(ZoneId.systemDefault()).format(LOG_TIME);
            System.out.println(now + " INFO  Seckill is ready at " + listen.url(server.port()) + "/seckill/list");
        } catch (StartupFailure fault) {
            log.debug("start failed", fault);
            System.err.println("Seckill could not start: " + fault.getMessage());
            System.exit(1);
        }
        // Waits until a signal ends the JVM: Tomcat's threads are daemons and would not keep it running.
        new CountDownLatch(1).await();
    }

    private static int run(List<String> words) {
        try {
            return command(words.get(0)).run(words.subList(1, words.size()));
        } catch (StartupFailure fault) {
            log.debug("command failed", fault);
            System.err.println("Seckill could not %s: %s".formatted(words.get(0), fault.getMessage()));
            return 2;
        }
    }

    private static Command command(String name) {
        return ServiceLoader.load(Command.class, Main.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new StartupFailure("there is no such command; to serve, start it without arguments"));
    }
}
