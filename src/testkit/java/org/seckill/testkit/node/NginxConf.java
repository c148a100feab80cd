package org.seckill.testkit.node;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The text of {@code nginx/nginx.conf} with the changes of a deployment. A change whose place is not found fails the test,
 * which would otherwise run on a configuration that is not deployed.
 */
final class NginxConf {
    static final Path HOME = Path.of("nginx").toAbsolutePath();

    private static final Pattern NODES =
            Pattern.compile("server 127\\.0\\.0\\.1:8080( [^;]*;)\\s*server 127\\.0\\.0\\.1:8081\\1");

    private String text;

    NginxConf() {
        try {
            text = Files.readString(HOME.resolve("nginx.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NginxConf change(String from, String to) {
        if (!text.contains(from)) {
            throw new AssertionError("nginx.conf has no '" + from + "'");
        }
        text = text.replace(from, to);
        return this;
    }

    /** @param ports of the nodes; with none, those of the file are kept */
    NginxConf nodes(int... ports) {
        Matcher nodes = NODES.matcher(text);
        if (!nodes.find()) {
            throw new AssertionError("nginx.conf has no two nodes with the same options");
        }
        if (ports.length > 0) {
            String rest = nodes.group(1);
            text = nodes.replaceFirst(IntStream.of(ports)
                    .mapToObj(port -> Matcher.quoteReplacement("server 127.0.0.1:" + port + rest))
                    .collect(joining("\n")));
        }
        return this;
    }

    /** Lets Nginx write only below the folder, as the user that runs the test, and log without a delay of seconds. */
    NginxConf writingTo(Path folder) {
        change("flush=5s", "flush=100ms");
        change("user www-data;", "user root;");
        change("/var/log/nginx/", folder + "/");
        change("/var/lib/nginx/", folder + "/");
        StringBuilder paths = new StringBuilder("http {\n");
        for (String use : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            paths.append("    ")
                    .append(use)
                    .append("_temp_path ")
                    .append(folder.resolve(use))
                    .append(";\n");
        }
        return change("http {\n", paths.toString());
    }

    NginxConf enable(String mark) {
        return change("#" + mark + " ", "");
    }

    String text() {
        return text;
    }
}
