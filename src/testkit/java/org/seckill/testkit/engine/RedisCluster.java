package org.seckill.testkit.engine;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** A real Redis Cluster on this machine with append-only files. */
public final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final String[] SETTINGS = {
        // A killed node loses nothing that it has acknowledged.
        "--appendfsync", "always",
        "--cluster-enabled", "yes",
        "--cluster-config-file", "nodes.conf",
        "--cluster-node-timeout", "2000",
        // The sales of the other masters continue while one master is down.
        "--cluster-require-full-coverage", "no"
    };

    private final List<RedisNode> nodes;

    private RedisCluster(List<RedisNode> nodes) {
        this.nodes = nodes;
    }

    /** Starts three masters. */
    public static RedisCluster start(Path home) {
        return start(home, 3, 0);
    }

    /**
     * Starts a Cluster. Returns when all nodes agree.
     *
     * @param replicas of each master; with none, no node takes over for a master that dies
     */
    public static RedisCluster start(Path home, int masters, int replicas) {
        RedisCluster cluster = new RedisCluster(new ArrayList<>());
        try {
            for (int i = 0; i < masters * (1 + replicas); i++) {
                cluster.nodes.add(RedisNode.start(home.resolve("node-" + i), SETTINGS));
            }
            cluster.meet();
            cluster.assignSlots(masters);
            cluster.attachReplicas(masters);
            cluster.awaitAgreement();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** The value of {@code SECKILL_REDIS_URL} with all nodes. */
    public String url() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(",", "redis://", ""));
    }

    /** All nodes, including killed ones. */
    public List<RedisNode> nodes() {
        return List.copyOf(nodes);
    }

    /** The master of the sale's keys according to the living nodes; it may be dead itself. */
    public RedisNode masterOf(long sale) {
        int slot = slotOf(sale);
        List<?> ranges = (List<?>) find(RedisNode::isAlive).ask(jedis -> jedis.sendCommand(Command.CLUSTER, "SLOTS"));
        List<?> range = ranges.stream()
                .map(entry -> (List<?>) entry)
                .filter(entry -> (Long) entry.get(0) <= slot && slot <= (Long) entry.get(1))
                .findAny()
                .orElseThrow(() -> new AssertionError("slot " + slot + " belongs to no node"));
        long port = (Long) ((List<?>) range.get(2)).get(1);
        return find(node -> node.port() == port);
    }

    /** The slot of all keys of the sale. */
    public static int slotOf(long sale) {
        return JedisClusterCRC16.getSlot("{" + sale + "}");
    }

    /** Waits until each living node sees a Cluster that serves all slots, and all living replicas are up to date. */
    public void awaitAgreement() {
        await().until(() -> nodes.stream().filter(RedisNode::isAlive).allMatch(this::seesHealthyCluster));
    }

    @Override
    public void close() {
        nodes.forEach(RedisNode::close);
    }

    private void meet() {
        RedisNode first = nodes.get(0);
        for (int i = 0; i < nodes.size(); i++) {
            int epoch = i + 1;
            nodes.get(i).ask(jedis -> jedis.clusterSetConfigEpoch(epoch));
        }
        nodes.forEach(node -> first.ask(jedis -> jedis.clusterMeet("127.0.0.1", node.port())));
        await().until(() -> nodes.stream().allMatch(node -> lines(node, "handshake") == 0 && lines(node, "") == all()));
    }

    private void assignSlots(int masters) {
        for (int i = 0; i < masters; i++) {
            int[] slots = IntStream.range(SLOTS * i / masters, SLOTS * (i + 1) / masters)
                    .toArray();
            nodes.get(i).ask(jedis -> jedis.clusterAddSlots(slots));
        }
    }

    private void attachReplicas(int masters) {
        for (int i = masters; i < nodes.size(); i++) {
            String master = nodes.get(i % masters).ask(Jedis::clusterMyId);
            nodes.get(i).ask(jedis -> jedis.clusterReplicate(master));
        }
        await().until(() -> nodes.stream().allMatch(node -> lines(node, "slave") == all() - masters));
    }

    private boolean seesHealthyCluster(RedisNode node) {
        String info = node.ask(Jedis::clusterInfo);
        boolean replica = node.ask(jedis -> jedis.info("replication")).contains("role:slave");
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:" + SLOTS)
                && (!replica || node.isFollowing());
    }

    /** The number of lines of CLUSTER NODES that contain the word, as this node sees them. */
    private static long lines(RedisNode node, String word) {
        return node.ask(Jedis::clusterNodes)
                .lines()
                .filter(line -> line.contains(word))
                .count();
    }

    private long all() {
        return nodes.size();
    }

    private RedisNode find(Predicate<RedisNode> which) {
        return nodes.stream().filter(which).findFirst().orElseThrow();
    }
}
