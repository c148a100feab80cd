package org.seckill.testkit.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;

/** A real Nginx with the deployed configuration, on a free loopback port. */
public final class NginxProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/nginx");
    private static final Path FILES = Path.of("web-static").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final EngineProcess process;
    private final Path folder;
    private final int port;

    private NginxProcess(EngineProcess process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** With this checkout's files and without limits: tests send more requests from one address than a person does. */
    public static NginxProcess before(int... nodes) {
        return start(FILES, NginxProcess::withoutLimits, nodes);
    }

    /** As {@link #before}, with other static files. */
    public static NginxProcess serving(Path files, int... nodes) {
        return start(files, NginxProcess::withoutLimits, nodes);
    }

    /** With the limits of the deployed configuration. */
    public static NginxProcess limiting(int... nodes) {
        return start(FILES, conf -> {}, nodes);
    }

    /** As {@link #limiting}, with another text in one place of the configuration. */
    public static NginxProcess changed(String from, String to, int... nodes) {
        return start(FILES, conf -> conf.change(from, to), nodes);
    }

    /** As {@link #before}; the header tells the nodes the value of a variable. */
    public static NginxProcess telling(String header, String variable, int... nodes) {
        return start(
                FILES,
                conf -> {
                    withoutLimits(conf);
                    String last = "proxy_set_header Forwarded \"\";";
                    conf.change(last, last + " proxy_set_header " + header + " " + variable + ";");
                },
                nodes);
    }

    /** With TLS, also on the port {@code tls}. */
    public static NginxProcess overTls(int tls, Path certificate, Path key, int... nodes) {
        return start(
                FILES,
                conf -> conf.enable("tls")
                        .change("listen 443 ", "listen 127.0.0.1:" + tls + " ")
                        .change("listen [::]:443 ssl http2 backlog=4096;", "")
                        .change("https://$host$", "https://$host:" + tls + "$")
                        .change("/etc/nginx/tls/fullchain.pem", certificate.toString())
                        .change("/etc/nginx/tls/key.pem", key.toString()),
                nodes);
    }

    /** As {@link #limiting}, behind a load balancer on this machine. */
    public static NginxProcess behindLoadBalancer(int... nodes) {
        return start(
                FILES,
                conf -> conf.enable("lb")
                        .change("set_real_ip_from 10.0.0.0/8;", "set_real_ip_from 127.0.0.0/8;")
                        .change("map $scheme $proto { default $scheme; } # and delete this line", ""),
                nodes);
    }

    /** The output of {@code nginx -t}. */
    public static String findings() {
        Path folder = prepare(FILES, Program.freePort(), conf -> {});
        List<String> line = new ArrayList<>(words(folder));
        line.add("-t");
        try (Program test = Program.start(folder, Map.of(), line.toArray(String[]::new))) {
            test.awaitExit();
            return String.join("\n", test.errorOutput());
        }
    }

    private static NginxProcess start(Path files, Consumer<NginxConf> changes, int... nodes) {
        int port = Program.freePort();
        Path folder = prepare(files, port, changes, nodes);
        EngineProcess process = EngineProcess.start(command(folder));
        NginxProcess nginx = new NginxProcess(process, folder, port);
        process.awaitReady(nginx::accepts, TIMEOUT);
        return nginx;
    }

    private static void withoutLimits(NginxConf conf) {
        conf.change("limit_req_dry_run off;", "limit_req_dry_run on;")
                .change("limit_conn_dry_run off;", "limit_conn_dry_run on;");
    }

    private static Path prepare(Path files, int port, Consumer<NginxConf> changes, int... nodes) {
        assumeTrue(Files.isExecutable(PROGRAM), "no Nginx; on Debian: apt-get install nginx");
        Path folder = TestFolders.anew("nginx", "port-" + port);
        NginxConf conf = new NginxConf()
                .writingTo(folder)
                .nodes(nodes)
                .change("listen 80 ", "listen 127.0.0.1:" + port + " ")
                .change("listen [::]:80 backlog=4096;", "")
                .change("root /srv/seckill;", "root " + folder + ";");
        changes.accept(conf);
        write(folder, conf.text(), files);
        return folder;
    }

    public int port() {
        return port;
    }

    public ShopClient shop() {
        return new ShopClient(port);
    }

    /** The folder of the logs. */
    public Path folder() {
        return folder;
    }

    /** The lines of the access log. A request is logged about 100 ms after its answer. */
    public List<String> accessLog() {
        try {
            return Files.readAllLines(folder.resolve("access.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String errorLog() {
        try {
            return Files.readString(folder.resolve("error.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of cached pages. */
    public int copies() {
        return folder.resolve("pages").toFile().list().length;
    }

    @Override
    public void close() {
        process.close();
    }

    private static void write(Path folder, String conf, Path files) {
        try {
            Files.writeString(folder.resolve("nginx.conf"), conf);
            Files.copy(NginxConf.HOME.resolve("headers.conf"), folder.resolve("headers.conf"));
            Files.createSymbolicLink(folder.resolve("page"), NginxConf.HOME.resolve("page"));
            Files.createSymbolicLink(folder.resolve("static"), files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EngineCommand command(Path folder) {
        return new EngineCommand(
                "Nginx",
                words(folder),
                Map.of(),
                folder,
                folder.resolve("said.log"),
                folder.resolve("process.pid"),
                "see also " + folder.resolve("error.log"));
    }

    private static List<String> words(Path folder) {
        return List.of(
                PROGRAM.toString(),
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-g",
                "daemon off; pid " + folder.resolve("nginx.pid") + ";");
    }

    private boolean accepts() {
        try {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
