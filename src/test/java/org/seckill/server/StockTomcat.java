package org.seckill.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** Tomcat as its makers publish it, with their configuration but for the ports. */
final class StockTomcat {
    private static final Path HOME = Path.of(System.getProperty("seckill.tomcat"));

    private StockTomcat() {}

    /**
     * Returns when everything is deployed.
     *
     * @param applications the names without .war under which the WAR is put into webapps/
     */
    static Program start(int port, Map<String, String> settings, String... applications) {
        Path base = TestFolders.anew("stock-tomcat", Integer.toString(port));
        try {
            for (String folder : List.of("conf", "logs", "temp", "work", "webapps")) {
                Files.createDirectories(base.resolve(folder));
            }
            configure(base.resolve("conf"), port);
            for (String application : applications) {
                Files.copy(
                        Path.of(System.getProperty("seckill.war")),
                        base.resolve("webapps").resolve(application + ".war"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program tomcat = run(base, settings);
        tomcat.awaitLine("Server startup in ");
        return tomcat;
    }

    private static void configure(Path conf, int port) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(HOME.resolve("conf"), Files::isRegularFile)) {
            for (Path file : files) {
                Files.copy(file, conf.resolve(file.getFileName()));
            }
        }
        Path server = conf.resolve("server.xml");
        String text = Files.readString(server)
                .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
                .replace("<Connector port=\"8080\"", "<Connector port=\"" + port + "\"");
        Files.writeString(server, text);
    }

    private static Program run(Path base, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("CATALINA_HOME", HOME.toString());
        environment.put("CATALINA_BASE", base.toString());
        environment.put("JRE_HOME", System.getProperty("java.home"));
        Path script = HOME.resolve("bin/catalina.sh");
        return Program.start(base.resolve("console"), environment, "/bin/sh", script.toString(), "run");
    }
}
