package org.seckill.tools.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.seckill.tools.benchshop.BenchNodeProcess;
import org.seckill.tools.benchshop.BenchShop;
import org.seckill.tools.chart.Figures;

/** What the figures were drawn on: the same run elsewhere gives others. */
final class Machine {
    private static final int SYNCS = 200;
    private static final int BLOCK_BYTES = 4096;
    private static final String MYSQL = "SELECT @@version, @@innodb_flush_log_at_trx_commit, @@sync_binlog, @@log_bin,"
            + " @@innodb_doublewrite, @@innodb_flush_method, @@innodb_buffer_pool_size DIV 1048576,"
            + " @@innodb_redo_log_capacity DIV 1048576";

    private Machine() {}

    /** @return what it is, by what it says of what; asked of those who run, not of their documentation */
    static Map<String, String> describe(BenchShop premises) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commit", said("git", "describe", "--always", "--dirty"));
        facts.put(
                "processor",
                String.format(
                        Locale.ROOT,
                        "%s, %d cores, which the node, MySQL, Redis and wrk share",
                        found(Path.of("/proc/cpuinfo"), "model name\\s*: (.*)"),
                        Runtime.getRuntime().availableProcessors()));
        facts.put("memory", Long.parseLong(found(Path.of("/proc/meminfo"), "MemTotal: *(\\d+) kB")) / 1024 + " MB");
        facts.put("system", "Linux " + System.getProperty("os.version"));
        facts.put("a durable write of 4 KB", Figures.text(syncMillis(premises.home())) + " ms, median");
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("the node", "-Xmx" + BenchNodeProcess.HEAP_MEGABYTES + "m, all settings at their defaults");
        facts.put("MySQL", mysql(premises));
        facts.put("Redis", redis(premises.redisPort()));
        facts.put("load", said("wrk", "-v").lines().findFirst().orElse("") + ", one thread");
        return facts;
    }

    private static String mysql(BenchShop premises) {
        Object[] values = premises.database().rows(MYSQL).get(0).toArray();
        return ("%s, `innodb_flush_log_at_trx_commit=%s`, `sync_binlog=%s`, `log_bin=%s`, `innodb_doublewrite=%s`,"
                        + " `innodb_flush_method=%s`, buffer pool %s MB, redo log %s MB: its defaults")
                .formatted(values);
    }

    private static String redis(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(UTF_8));
            return found(new String(socket.getInputStream().readAllBytes(), UTF_8), "redis_version:(\\S+)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double syncMillis(Path folder) {
        double[] millis = new double[SYNCS];
        Path file = folder.resolve("sync.probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                channel.force(false);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Figures.median(millis);
    }

    private static String said(String... words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(Path file, String pattern) {
        try {
            return found(Files.readString(file), pattern);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? matcher.group(1).strip() : "unknown";
    }
}
