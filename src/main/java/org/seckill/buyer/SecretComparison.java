package org.seckill.buyer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.seckill.buyer.NodeSecretMapper.Mismatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Compares this node's secret with those of the other running nodes, every five seconds, by fingerprints in the
 * database. Two nodes match if each accepts the other's signatures. Of two nodes that do not match, the later one must
 * not sell: it fails to start or, if the mismatch is found afterwards, is not ready.
 */
@Component
public final class SecretComparison implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(SecretComparison.class);

    private static final Duration PERIOD = Duration.ofSeconds(5);

    /** A node that was not seen for this time does not run, or cannot sell because it has no database. */
    private static final Duration STALE = PERIOD.multipliedBy(4);

    /** Longer than the timeout of a call of the database. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(6);

    private final NodeSecretMapper nodes;
    private final String node = name();
    private final String signs;
    private final String accepts;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(SecretComparison::thread);

    private volatile List<Mismatch> mismatches = List.of();

    SecretComparison(Secret secret, NodeSecretMapper nodes, MeterRegistry registry) {
        this.nodes = nodes;
        List<String> fingerprints = secret.fingerprints();
        this.signs = fingerprints.get(0);
        this.accepts = fingerprints.size() > 1 ? fingerprints.get(1) : "";
        Gauge.builder("seckill.nodes.mismatched", () -> mismatches.size())
                .description("Nodes whose buyers this node rejects, or that reject the buyers of this node")
                .register(registry);
    }

    /** @throws IllegalStateException if the secret of a node that runs already does not match */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The task catches everything.
    public void afterPropertiesSet() {
        compare();
        Optional<String> fault = fault();
        if (fault.isPresent()) {
            thread.shutdownNow();
            nodes.gone(node);
            throw new IllegalStateException(fault.get()
                    + ". Give this node the same SECKILL_SECRET; to replace the secret, follow the steps of"
                    + " docs/operating.md. If that node was killed, start again in " + STALE.toSeconds() + " s");
        }
        thread.scheduleWithFixedDelay(this::compareSafely, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @return why this node must not sell; empty if it may */
    public Optional<String> fault() {
        return mismatches.stream()
                .filter(Mismatch::earlier)
                .findFirst()
                .map(other -> "SECKILL_SECRET does not match that of node " + other.node() + ", which runs already");
    }

    @Override
    public void destroy() throws InterruptedException {
        thread.shutdownNow();
        thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            nodes.gone(node);
        } catch (DataAccessException e) {
            // Other nodes ignore the row once it is stale.
            log.debug("could not delete this node's row", e);
        }
    }

    private void compareSafely() {
        try {
            compare();
        } catch (RuntimeException | Error e) {
            // An exception would end the schedule.
            log.error("could not compare secrets", e);
        }
    }

    private void compare() {
        List<Mismatch> before = mismatches;
        try {
            nodes.seen(node, signs, accepts, STALE.toSeconds());
            nodes.forgetOld();
            mismatches = nodes.mismatches(node, STALE.toSeconds());
        } catch (DataAccessException e) {
            // The database is down or read-only, as readyz shows. The last result stays valid.
            log.debug("could not compare secrets", e);
            return;
        }
        if (!mismatches.isEmpty() && !mismatches.equals(before)) {
            log.error(
                    "SECKILL_SECRET of this node ({}) and of others do not match, buyers of one are rejected by the other"
                            + " nodes={}",
                    node,
                    mismatches.stream().map(Mismatch::node).collect(Collectors.joining(",")));
        } else if (mismatches.isEmpty() && !before.isEmpty()) {
            log.warn("SECKILL_SECRET matches that of all nodes again");
        }
    }

    private static String name() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // Only people read the host name; the random part makes the node's name unique.
            host = "localhost";
        }
        String plain = host.replaceAll("[^A-Za-z0-9.-]", "-");
        return plain.substring(0, Math.min(60, plain.length()))
                + '/'
                + ProcessHandle.current().pid()
                + '/'
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "secret-comparison");
        thread.setDaemon(true);
        return thread;
    }
}
