package org.seckill.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seckill.reservation.SaleKeys;
import org.seckill.testkit.engine.RedisNode;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.proxy.TcpProxy;
import org.seckill.testkit.run.ConcurrentRun;
import org.seckill.testkit.run.TestFolders;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.util.SafeEncoder;

/** A Redis that answers and refuses every write, and a failover that moves its address to another server. */
@Tag("outage")
@Timeout(300)
class RefusingRedisIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());

    private static QueueNodes nodes;
    private static ShopClient shop;

    private static final String USER = "shop";

    /** The bytes that Redis loads between two answers. */
    private static final int BETWEEN_LOADING_EVENTS = 1024;

    /** A node that logs in to Redis as {@link #USER}. */
    private static ShopClient withPassword;

    /** The reasons to refuse writes, each with the commands that start and end it. */
    enum Reason {
        READONLY {
            @Override
            void begin(Jedis redis) {
                redis.replicaof("127.0.0.1", 1);
            }

            @Override
            void end(Jedis redis) {
                redis.replicaofNoOne();
            }
        },
        OOM {
            @Override
            void begin(Jedis redis) {
                redis.configSet("maxmemory", "1");
            }

            @Override
            void end(Jedis redis) {
                redis.configSet("maxmemory", "0");
            }
        },
        NOREPLICAS {
            @Override
            void begin(Jedis redis) {
                redis.configSet("min-replicas-to-write", "1");
            }

            @Override
            void end(Jedis redis) {
                redis.configSet("min-replicas-to-write", "0");
            }
        },
        MISCONF {
            @Override
            void begin(Jedis redis) {
                redis.configSet("save", "3600 1000000");
                redis.configSet("dir", "/proc");
                redis.bgsave();
                await().until(() -> redis.info("persistence").contains("rdb_last_bgsave_status:err"));
            }

            @Override
            void end(Jedis redis) {
                redis.configSet("dir", String.valueOf(nodes.file().getParent()));
                redis.configSet("save", "");
            }
        },
        MASTERDOWN {
            @Override
            void begin(Jedis redis) {
                redis.configSet("replica-serve-stale-data", "no");
                redis.replicaof("127.0.0.1", 1);
            }

            @Override
            void end(Jedis redis) {
                redis.replicaofNoOne();
                redis.configSet("replica-serve-stale-data", "yes");
            }
        },
        NOPERM {
            @Override
            void begin(Jedis redis) {
                redis.aclSetUser("default", "-eval", "-evalsha");
            }

            @Override
            void end(Jedis redis) {
                redis.aclSetUser("default", "+eval", "+evalsha");
            }
        },
        BUSY {
            @Override
            void begin(Jedis redis) {
                redis.configSet("lua-time-limit", "10");
                inBackground(other -> other.eval("while true do end"));
                await().until(() -> answer().startsWith(name()));
            }

            @Override
            void end(Jedis redis) {
                redis.scriptKill();
                await().until(() -> answer().equals("PONG"));
            }
        },
        LOADING {
            @Override
            void begin(Jedis redis) {
                for (int i = 0; i < FILLING; i++) {
                    redis.set("filling-" + i, "f".repeat(BETWEEN_LOADING_EVENTS));
                }
                // In microseconds: half a minute for all, unless it is taken back.
                redis.configSet("key-load-delay", "20000");
                inBackground(other -> other.sendCommand(() -> SafeEncoder.encode("DEBUG"), "RELOAD"));
                await().until(() -> answer().startsWith(name()));
            }

            @Override
            void end(Jedis redis) {
                redis.configSet("key-load-delay", "0");
                await().until(() -> answer().equals("PONG"));
            }
        },
        NOAUTH {
            @Override
            void begin(Jedis redis) {
                redis.configSet("requirepass", "a password");
                endConnections(redis, "default");
            }

            @Override
            void end(Jedis redis) {
                redis.auth("a password");
                redis.configSet("requirepass", "");
            }
        },
        WRONGPASS {
            @Override
            void begin(Jedis redis) {
                redis.aclSetUser(USER, "resetpass", ">another");
                endConnections(redis, USER);
            }

            @Override
            void end(Jedis redis) {
                redis.aclSetUser(USER, "resetpass", ">" + USER);
            }

            @Override
            ShopClient node() {
                return withPassword;
            }
        };

        private static final int FILLING = 1500;

        abstract void begin(Jedis redis);

        abstract void end(Jedis redis);

        /** A command that Redis refuses. */
        ShopClient node() {
            return shop;
        }

        /** Redis does not answer while it saves the data that it will load. */
        private static String answer() {
            try {
                return nodes.redis.ask(Jedis::ping);
            } catch (JedisException e) {
                return String.valueOf(e.getMessage());
            }
        }

        /** An open connection stays logged in. An order over a connection that was closed has an unknown outcome. */
        void endConnections(Jedis redis, String user) {
            redis.clientKill(new ClientKillParams().user(user).skipMe(ClientKillParams.SkipMe.YES));
            await().until(() -> error(node()).contains(name()));
        }

        /** A command that fails, or takes longer than the time-out. */
        private static void inBackground(Consumer<Jedis> command) {
            Thread thread = new Thread(() -> {
                try {
                    nodes.redis.ask(redis -> {
                        command.accept(redis);
                        return true;
                    });
                } catch (JedisException e) {
                    // Expected: the command was killed, or takes longer than the time-out.
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
    }

    @BeforeAll
    static void start() {
        // MISCONF needs another `dir`, a protected setting.
        nodes = new QueueNodes(
                "refusing",
                "--enable-protected-configs",
                "local",
                "--enable-debug-command",
                "local",
                "--rdbcompression",
                "no",
                "--loading-process-events-interval-bytes",
                Integer.toString(BETWEEN_LOADING_EVENTS));
        shop = nodes.start();
        nodes.redis.ask(redis -> redis.aclSetUser(USER, "on", ">" + USER, "~*", "&*", "+@all"));
        String login = "redis://" + USER + ":" + USER + "@";
        withPassword = nodes.with("SECKILL_REDIS_URL", nodes.redis.url().replace("redis://", login))
                .start();
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void pressesAreBusyAtOnceAndNothingIsRecordedUntilItTakesWritesAgain(Reason reason) {
        long sale = SALES.open(5);
        ShopClient node = reason.node();
        ShopClient winner = node.loggedIn(ShopClient.phone(1));
        assertThat(winner.buy(sale).state()).isEqualTo(2);
        await().until(() -> winner.result(sale).state() == 1);
        nodes.awaitEmptyStream(sale);
        ShopClient buyer = node.loggedIn(ShopClient.phone(2));
        String md5 = buyer.md5(sale);

        nodes.redis.ask(redis -> {
            reason.begin(redis);
            return true;
        });
        try {
            long begun = System.nanoTime();
            Answer busy = buyer.execute(sale, md5);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.state()).isEqualTo(-4);
            assertThat(buyer.execute(sale, md5).state()).isEqualTo(-4);
            assertThat(node.get("/readyz").status()).isEqualTo(503);
            assertThat(error(node)).contains("redis", reason.name());
            // Also if Redis cannot be read: the database answers.
            assertThat(winner.result(sale).state()).isEqualTo(1);
        } finally {
            nodes.redis.ask(redis -> {
                reason.end(redis);
                return true;
            });
        }
        assertThat(nodes.waiting(sale)).isZero();
        assertThat(nodes.stock(sale)).isEqualTo("4");
        assertThat(nodes.known(sale, 2)).isEqualTo("null");

        await().until(() -> buyer.execute(sale, md5).state() == 2);
        await().until(() -> buyer.result(sale).state() == 1);
        await().until(() -> node.get("/readyz").status() == 200);
        assertThat(SALES.purchases(sale)).isEqualTo(2);
    }

    private static String error(ShopClient node) {
        return node.get("/readyz").json().get("error").asString("");
    }

    /** The old primary keeps its connections and answers reads; it does not become the primary again. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void afterAFailoverBehindOneAddressTheNewPrimaryIsUsedByAll() {
        try (RedisNode first = RedisNode.start(TestFolders.anew("redis", "failover-first"));
                RedisNode second = RedisNode.replicaOf(first, TestFolders.anew("redis", "failover-second"));
                TcpProxy address = new TcpProxy(first.port());
                QueueNodes moving = nodesAt("failover", address)) {
            ShopClient door = moving.start();
            long sale = SALES.open(50);
            buyAll(door, sale, 0, 20);
            await().until(() -> SALES.purchases(sale) == 20);
            await().until(() -> first.ask(redis -> redis.xlen(SaleKeys.of(sale).orders())) == 0);
            first.ask(redis -> redis.waitReplicas(1, 1000));

            address.leadTo(second.port());
            second.ask(Jedis::replicaofNoOne);
            first.ask(redis -> redis.replicaof("127.0.0.1", second.port()));
            long moved = System.nanoTime();

            ShopClient buyer = door.loggedIn(ShopClient.phone(20));
            String md5 = buyer.md5(sale);
            await().until(() -> buyer.execute(sale, md5).state() == 2);
            assertThat(secondsSince(moved)).as("until a press is queued").isLessThan(30);
            await().until(() -> buyer.result(sale).state() == 1);
            assertThat(secondsSince(moved)).as("until the order is recorded").isLessThan(45);
            // By the reconciler, which compares the stock twice a second here.
            second.ask(redis -> redis.incrBy(SaleKeys.of(sale).stock(), 7));
            await().until(() -> second.<String>ask(
                            redis -> redis.get(SaleKeys.of(sale).stock()))
                    .equals("29"));
            assertThat(secondsSince(moved)).as("until the stock is compared").isLessThan(60);
            await().until(() -> door.get("/readyz").status() == 200);
            buyAll(door, sale, 21, 50);
            await().until(() -> SALES.purchases(sale) == 50);
            assertThat(SALES.stock(sale)).isZero();
        }
    }

    /** The machine is lost: no connection is closed, and nothing is answered. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aServerThatFellSilentWhenItsAddressMovedHoldsNobodyUpForLong() {
        try (RedisNode first = RedisNode.start(TestFolders.anew("redis", "silent-first"));
                RedisNode second = RedisNode.replicaOf(first, TestFolders.anew("redis", "silent-second"));
                TcpProxy address = new TcpProxy(first.port());
                QueueNodes moving = nodesAt("silent", address)) {
            ShopClient door = moving.start();
            long sale = SALES.open(40);
            buyAll(door, sale, 0, 20);
            await().until(() -> SALES.purchases(sale) == 20);
            await().until(() -> first.ask(redis -> redis.xlen(SaleKeys.of(sale).orders())) == 0);
            first.ask(redis -> redis.waitReplicas(1, 1000));

            first.pause();
            address.leadTo(second.port());
            second.ask(Jedis::replicaofNoOne);
            long moved = System.nanoTime();
            ShopClient buyer = door.loggedIn(ShopClient.phone(20));
            String md5 = buyer.md5(sale);
            await().until(() -> pressed(buyer, sale, md5));
            await().until(() -> buyer.result(sale).state() == 1);
            assertThat(secondsSince(moved)).isLessThan(45);
            first.wake();
        }
    }

    private static QueueNodes nodesAt(String name, TcpProxy address) {
        return new QueueNodes(name).with("SECKILL_REDIS_URL", "redis://127.0.0.1:" + address.port() + "/0");
    }

    private static void buyAll(ShopClient door, long sale, int from, int to) {
        ConcurrentRun.of(to - from, i -> {
                    ShopClient buyer = door.loggedIn(ShopClient.phone(from + i));
                    String md5 = buyer.md5(sale);
                    await().until(() -> pressed(buyer, sale, md5));
                    return true;
                })
                .results();
    }

    private static boolean pressed(ShopClient buyer, long sale, String md5) {
        int state = buyer.execute(sale, md5).state();
        return state == 2 || state == -1;
    }

    private static long secondsSince(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
    }
}
