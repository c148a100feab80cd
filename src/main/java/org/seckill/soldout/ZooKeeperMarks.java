package org.seckill.soldout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The marks in ZooKeeper: a persistent znode for each sale, named by its id, that says {@code 3 2030-01-01T10:00:00.123Z},
 * which is the epoch and the moment. What a later version writes behind that is passed over. Every method but the first
 * waits for ZooKeeper, and throws what Curator throws.
 */
final class ZooKeeperMarks {
    private static final Pattern SALE = Pattern.compile("[1-9][0-9]{0,17}");

    private final CuratorFramework client;
    private final String folder;
    private final Watcher watcher;

    /**
     * A znode as it was read.
     *
     * @param mark null when what stands there is none
     */
    record Found(@Nullable Mark mark, int version) {}

    /** @param changed told of each sale whose znode was made, changed or deleted since {@link #watch}; must not wait */
    ZooKeeperMarks(CuratorFramework client, String folder, LongConsumer changed) {
        this.client = client;
        this.folder = folder;
        this.watcher = event -> saleIn(event.getPath()).ifPresent(changed);
    }

    /** Once is enough as long as the session lasts; more often does no harm. */
    void watch() throws Exception {
        client.watchers()
                .add()
                .withMode(AddWatchMode.PERSISTENT_RECURSIVE)
                .usingWatcher(watcher)
                .forPath(folder);
    }

    Set<Long> sales() throws Exception {
        Set<Long> sales = new HashSet<>();
        for (String child : children()) {
            saleIn(path(child)).ifPresent(sales::add);
        }
        return sales;
    }

    Optional<Found> read(long sale) throws Exception {
        Stat stat = new Stat();
        try {
            byte[] data = client.getData().storingStatIn(stat).forPath(path(sale));
            return Optional.of(new Found(parse(data), stat.getVersion()));
        } catch (NoNodeException e) {
            return Optional.empty();
        }
    }

    /**
     * Compare and set.
     *
     * @param before what was read there, null for nothing
     * @return false when it is not so any more
     */
    boolean write(long sale, Mark mark, @Nullable Found before) throws Exception {
        byte[] data = String.format(Locale.ROOT, "%d %s", mark.epoch(), mark.decidedAt())
                .getBytes(UTF_8);
        try {
            if (before == null) {
                client.create().creatingParentsIfNeeded().forPath(path(sale), data);
            } else {
                client.setData().withVersion(before.version).forPath(path(sale), data);
            }
            return true;
        } catch (NodeExistsException | NoNodeException | BadVersionException e) {
            return false;
        }
    }

    /**
     * Compare and delete. A znode that was deleted and made anew in the meantime may have the same version; its mark is
     * lost then, which costs one order at the desk.
     *
     * @return false when it is not as it was read any more
     */
    boolean delete(long sale, Found before) throws Exception {
        try {
            client.delete().withVersion(before.version).forPath(path(sale));
            return true;
        } catch (NoNodeException | BadVersionException e) {
            return false;
        }
    }

    private List<String> children() throws Exception {
        try {
            return client.getChildren().forPath(folder);
        } catch (NoNodeException e) {
            // Nothing was ever sold out.
            return new ArrayList<>();
        }
    }

    private static @Nullable Mark parse(byte[] data) {
        String[] words = new String(data, UTF_8).split(" ", -1);
        try {
            int epoch = Integer.parseInt(words[0]);
            return epoch < 0 || words.length < 2 ? null : new Mark(epoch, Instant.parse(words[1]));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private String path(Object child) {
        return folder + "/" + child;
    }

    /** @param path of anything; null when the event is the connection's own */
    private OptionalLong saleIn(@Nullable String path) {
        if (path == null || !path.startsWith(folder + "/")) {
            return OptionalLong.empty();
        }
        String child = path.substring(folder.length() + 1);
        return SALE.matcher(child).matches() ? OptionalLong.of(Long.parseLong(child)) : OptionalLong.empty();
    }
}
