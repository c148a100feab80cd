package org.seckill.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The connection string of the ZooKeeper ensemble that all nodes share: {@code host:port[,host:port...][/chroot]}, see
 * https://zookeeper.apache.org/doc/r3.9.4/zookeeperProgrammers.html#ch_zkSessions. Empty for a single node.
 */
record ZooKeeperAddress(String text) {
    static final String ALLOWED = "host:port[,host:port...][/chroot], or nothing for one node";

    private static final String SERVER = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}";
    private static final Pattern ADDRESS =
            Pattern.compile("(%s(?:,%s)*)((?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+)*)".formatted(SERVER, SERVER));

    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})(?=,|$)");
    private static final int LAST_PORT = 65_535;

    /** @throws IllegalArgumentException if it is neither empty nor a valid connection string */
    static String check(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!text.isEmpty() && (!parts.matches() || !portsExist(parts.group(1)))) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    boolean isGiven() {
        return !text.isEmpty();
    }

    String servers() {
        return text.replaceFirst("/.*$", "");
    }

    /** @return an empty text, or a path that begins with a slash */
    String chroot() {
        return text.substring(servers().length());
    }

    private static boolean portsExist(String servers) {
        return PORT.matcher(servers)
                .results()
                .mapToInt(port -> Integer.parseInt(port.group(1)))
                .allMatch(port -> port >= 1 && port <= LAST_PORT);
    }
}
