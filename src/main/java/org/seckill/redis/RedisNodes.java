package org.seckill.redis;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of Redis: one node, or some nodes of a Redis Cluster. One that answers is enough to find the others.
 *
 * @param addresses {@code redis} or {@code rediss}, each with a host, a port and the same login and database
 */
public record RedisNodes(List<URI> addresses) {
    public static final String ALLOWED =
            "redis://host:port/number (no '_' in the host's name), or redis://host:port,host:port,... for a Redis Cluster,"
                    + " which has database 0 and no other";
    private static final int DEFAULT_PORT = 6379;

    public RedisNodes {
        addresses = List.copyOf(addresses);
    }

    /** @throws IllegalArgumentException if the text does not have the form {@link #ALLOWED} */
    public static RedisNodes parse(String text) {
        int login = text.indexOf("://") + 3;
        int hosts = Math.max(login, text.lastIndexOf('@') + 1);
        int path = Stream.of("/", "?")
                .mapToInt(end -> text.indexOf(end, hosts))
                .filter(end -> end >= 0)
                .min()
                .orElse(text.length());
        List<URI> addresses = Stream.of(text.substring(hosts, path).split(",", -1))
                .map(host -> text.substring(0, hosts) + host + text.substring(path))
                .map(RedisNodes::address)
                .toList();
        RedisNodes nodes = new RedisNodes(addresses);
        allow(!nodes.isCluster() || text.substring(path).matches("(/0?)?(\\?.*)?"), text);
        return nodes;
    }

    public boolean isCluster() {
        return addresses.size() > 1;
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        boolean known = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
        boolean database = uri.getPath() != null && uri.getPath().matches("(/[0-9]{0,4})?");
        boolean login = uri.getUserInfo() == null || uri.getUserInfo().contains(":");
        allow(known && database && login && uri.getHost() != null, text);
        return uri.getPort() > 0 ? uri : URI.create(text.replaceFirst("(//(?:[^@/]*@)?[^/?]+)", "$1:" + DEFAULT_PORT));
    }

    private static void allow(boolean allowed, String text) {
        if (!allowed) {
            throw new IllegalArgumentException(text);
        }
    }
}
