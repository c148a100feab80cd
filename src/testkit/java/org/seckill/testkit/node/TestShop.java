package org.seckill.testkit.node;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.seckill.order.PurchaseMode;
import org.seckill.server.Listen;
import org.seckill.server.Server;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.Program;

/**
 * The application in this JVM: one node in a real Tomcat, on the engines of {@link TestEngines}. Tests that change none of
 * its settings share one node per desk; it runs until the JVM ends. Other tests start their own and close it.
 */
public final class TestShop implements AutoCloseable {
    private static final Map<PurchaseMode, TestShop> SHARED = new EnumMap<>(PurchaseMode.class);

    private final Server server;
    private final Database database;
    private final String redisUrl;
    private final @Nullable TcpProxy frontProxy;
    private final @Nullable TcpProxy databaseProxy;
    private final @Nullable TcpProxy redisProxy;

    private TestShop(Server server, Builder builder, @Nullable TcpProxy databaseProxy, @Nullable TcpProxy redisProxy) {
        this.server = server;
        this.database = builder.database();
        this.redisUrl = builder.redisUrl();
        this.frontProxy = builder.hasFrontProxy ? new TcpProxy(server.port()) : null;
        this.databaseProxy = databaseProxy;
        this.redisProxy = redisProxy;
    }

    /** The shared node at the desk {@code procedure}, on {@link TestEngines#database()}. */
    public static TestShop shared() {
        return shared(PurchaseMode.PROCEDURE);
    }

    /**
     * The shared node at this desk. That at the desk {@code queue} has its own schema and its own Redis database, because it
     * consumes all streams and compares all sales that it finds there.
     */
    public static TestShop shared(PurchaseMode mode) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(mode, desk -> besideShared(desk).start());
        }
    }

    /** Another node of the shop of {@link #shared(PurchaseMode)}, on the same data. */
    public static Builder besideShared(PurchaseMode mode) {
        return mode == PurchaseMode.QUEUE ? at(mode).ownData("queue") : at(mode);
    }

    /** A node on {@link TestEngines#database()} and {@link TestEngines#redisUrl()}. */
    public static Builder at(PurchaseMode mode) {
        return new Builder(mode);
    }

    /** As {@link #start(PurchaseMode, Map)}, at the desk {@code procedure}. */
    public static TestShop start(Map<String, String> settings) {
        return at(PurchaseMode.PROCEDURE).with(settings).start();
    }

    /** @param settings in addition to those of {@link #settings()} */
    public static TestShop start(PurchaseMode mode, Map<String, String> settings) {
        return at(mode).with(settings).start();
    }

    /** The environment of a node on the engines of this JVM, for one that runs as a process of its own. */
    public static Map<String, String> settings() {
        return at(PurchaseMode.PROCEDURE).environment();
    }

    /** Waits until a node that runs as a process serves, and returns a client of it. */
    public static ShopClient clientOf(Program node) {
        String ready = node.awaitLine("Seckill is ready at ");
        return new ShopClient(Integer.parseInt(ready.replaceFirst(".*:([0-9]+)/.*", "$1")));
    }

    /** The port of the node, not of the proxy in front of it. */
    public int port() {
        return server.port();
    }

    /** A client that does not use the proxy in front of the node. */
    public ShopClient client() {
        return new ShopClient(port());
    }

    /** The address for browsers: that of the proxy in front of the node, if there is one. */
    public String base() {
        return "http://localhost:" + (frontProxy == null ? port() : frontProxy.port());
    }

    /** Between the clients and the node; {@link Builder#frontProxy()} adds it. */
    public TcpProxy frontProxy() {
        return Objects.requireNonNull(frontProxy, "the shop has no proxy in front of its node");
    }

    /** The schema of the shop, not through the proxy. */
    public Database database() {
        return database;
    }

    public String redisUrl() {
        return redisUrl;
    }

    public TestSales sales() {
        return new TestSales(database);
    }

    /** Between the node and its database; {@link Builder#databaseProxy()} adds it. */
    public TcpProxy databaseProxy() {
        return Objects.requireNonNull(databaseProxy, "the shop has no proxy in front of its database");
    }

    /** Between the node and its Redis; {@link Builder#redisProxy()} adds it. */
    public TcpProxy redisProxy() {
        return Objects.requireNonNull(redisProxy, "the shop has no proxy in front of its Redis");
    }

    /** Cuts the connections to the database. Once this returns, orders are refused as busy: the pool has noticed. */
    public void loseDatabase() {
        long sale = sales().open(1);
        ShopClient buyer = client().loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        databaseProxy().cut();
        await().until(() -> buyer.execute(sale, md5).state() == ShopClient.BUSY);
    }

    /** Heals all proxies and returns when the node is ready again. */
    public void heal() {
        proxies().forEach(TcpProxy::heal);
        await().until(() -> client().get("/readyz").status() == 200);
    }

    @Override
    public void close() {
        server.close();
        proxies().forEach(TcpProxy::close);
    }

    private Stream<TcpProxy> proxies() {
        return Stream.of(
                        Optional.ofNullable(frontProxy),
                        Optional.ofNullable(databaseProxy),
                        Optional.ofNullable(redisProxy))
                .flatMap(Optional::stream);
    }

    /** Used by one thread. */
    public static final class Builder {
        private final Map<String, String> settings = new HashMap<>();
        private @Nullable Database ownDatabase;
        private @Nullable String ownRedisUrl;
        private boolean hasFrontProxy;
        private boolean hasDatabaseProxy;
        private boolean hasRedisProxy;

        private Builder(PurchaseMode mode) {
            settings.put("SECKILL_SECRET", "a secret that only the tests know of");
            settings.put("SECKILL_CACHE_NEAR_MS", "50");
            settings.put("SECKILL_CACHE_SHARED_MS", "100");
            settings.put("SECKILL_PURCHASE", mode.setting());
        }

        public Builder with(String setting, String value) {
            settings.put(setting, value);
            return this;
        }

        public Builder with(String setting, int value) {
            return with(setting, Integer.toString(value));
        }

        public Builder with(Map<String, String> more) {
            settings.putAll(more);
            return this;
        }

        /** Uses a schema {@code seckill_<name>} and a Redis database that no shop with another name uses. */
        public Builder ownData(String name) {
            return on(TestEngines.database().schema("seckill_" + name), TestEngines.redisUrl(name));
        }

        /** Uses other engines than those of {@link TestEngines}. They cannot have a proxy. */
        public Builder on(Database database, String redisUrl) {
            ownDatabase = database;
            ownRedisUrl = redisUrl;
            return this;
        }

        /** Adds a proxy in front of the node. */
        public Builder frontProxy() {
            hasFrontProxy = true;
            return this;
        }

        /** Adds a proxy in front of the database. */
        public Builder databaseProxy() {
            hasDatabaseProxy = true;
            return this;
        }

        /** Adds a proxy in front of Redis. */
        public Builder redisProxy() {
            hasRedisProxy = true;
            return this;
        }

        /** Returns when the node serves. */
        public TestShop start() {
            TcpProxy databaseProxy = hasDatabaseProxy ? new TcpProxy(database().port()) : null;
            TcpProxy redisProxy = hasRedisProxy ? new TcpProxy(TestEngines.redisPort()) : null;
            Map<String, String> all = new HashMap<>(engines(databaseProxy, redisProxy));
            // A whole run of tests may ask for another transport than the default.
            all.put("SECKILL_TRANSPORT", System.getProperty("seckill.test.transport", "auto"));
            all.putAll(settings);
            return new TestShop(Server.start(new Listen("localhost", 0), all), this, databaseProxy, redisProxy);
        }

        /**
         * Starts the node as a process on a free port, without proxies. {@link #clientOf} waits until it serves.
         *
         * @param folder receives the files with the output
         */
        public Program startProcess(Path folder, String... jvmOptions) {
            return startAs(folder, UnpackedWar.command(jvmOptions));
        }

        Program startAs(Path folder, List<String> command) {
            Map<String, String> environment = environment();
            environment.put("SECKILL_HTTP_PORT", "0");
            return Program.start(folder, environment, command.toArray(String[]::new));
        }

        /** The environment of this node as a process, without proxies. */
        public Map<String, String> environment() {
            Map<String, String> all = new HashMap<>(engines(null, null));
            all.putAll(settings);
            return all;
        }

        private Map<String, String> engines(@Nullable TcpProxy databaseProxy, @Nullable TcpProxy redisProxy) {
            Database reached = databaseProxy == null ? database() : database().at(databaseProxy.port());
            return Map.of(
                    "SECKILL_DB_URL", reached.url(),
                    "SECKILL_DB_USER", reached.user(),
                    "SECKILL_DB_PASSWORD", reached.password(),
                    "SECKILL_REDIS_URL",
                            redisProxy == null
                                    ? redisUrl()
                                    : redisUrl().replaceFirst(":[0-9]+/", ":" + redisProxy.port() + "/"));
        }

        private Database database() {
            return ownDatabase == null ? TestEngines.database() : ownDatabase;
        }

        private String redisUrl() {
            return ownRedisUrl == null ? TestEngines.redisUrl() : ownRedisUrl;
        }
    }
}
