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
 * The marks in ZooKeeper: one persistent znode for each sale, named by the sale's id. Its data are the epoch and the
 * time of the mark, as in {@code 3 2030-01-01T10:00:00.123Z}; further words are ignored, so that a later version may
 * add some. All methods block on ZooKeeper and throw Curator's exceptions.
 */
final class ZooKeeperMarks {
    private static final Pattern SALE = Pattern.compile("[1-9][0-9]{0,17}");

    private final CuratorFramework client;
    private final String folder;
    private final Watcher watcher;

    /**
     * The content of a znode.
     *
     * @param mark null if the data are malformed
     */
    record Found(@Nullable Mark mark, int version) {}

    /**
     * @param changed called with the sale of each znode that is created, changed or deleted after {@link #watch}; must
     *     not block
     */
    ZooKeeperMarks(CuratorFramework client, String folder, LongConsumer changed) {
        this.client = client;
        this.folder = folder;
        this.watcher = event -> saleIn(event.getPath()).ifPresent(changed);
    }

    /** Starts the calls of {@code changed}. Needed once per session; repeated calls do no harm. */
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
     * Writes a mark by compare-and-set.
     *
     * @param before the znode as it was read, null if there was none
     * @return false if the znode has changed since
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
     * Deletes a mark by compare-and-delete. A znode that was deleted and created again in between may have the same
     * version: then a valid mark is lost, which costs one order at the desk.
     *
     * @return false if the znode has changed since it was read
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
            // The first mark creates the folder.
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

    /** @param path of any znode; null if the event is about the connection */
    private OptionalLong saleIn(@Nullable String path) {
        if (path == null || !path.startsWith(folder + "/")) {
            return OptionalLong.empty();
        }
        String child = path.substring(folder.length() + 1);
        return SALE.matcher(child).matches() ? OptionalLong.of(Long.parseLong(child)) : OptionalLong.empty();
    }
}
