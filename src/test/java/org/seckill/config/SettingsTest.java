package org.seckill.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.order.PurchaseMode;
import org.seckill.redis.RedisNodes;
import org.seckill.reservation.QueueLimits;

class SettingsTest {
    private static final Map<String, String> SOUND = Map.of(
            "SECKILL_DB_URL", "jdbc:mysql://localhost:3306/seckill",
            "SECKILL_DB_USER", "seckill",
            "SECKILL_REDIS_URL", "redis://localhost:6379/0",
            "SECKILL_SECRET", "0123456789abcdef0123456789abcdef");

    @ParameterizedTest
    @ValueSource(strings = {"SECKILL_HTTP_HOST", "SECKILL_MANAGEMENT_HOST", "SECKILL_MANAGEMENT_PORT"})
    void aServletContainerIsNotToldWhereToListen(String name) {
        SeckillApplication.refuseAddresses(Map.of("SECKILL_HTTP_PORT", "8080", name, " ")::get);

        assertThatThrownBy(() -> SeckillApplication.refuseAddresses(Map.of(name, "1")::get))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(name + " is '1': allowed is nothing in a servlet container");
    }

    @Test
    void fourSettingsAreEnough() {
        Settings settings = Settings.read(SOUND::get, SOUND.keySet());
        assertThat(settings.region().code()).isEqualTo("CN");
        assertThat(settings.orderDeadline().deadline()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.purchase()).isEqualTo(PurchaseMode.PROCEDURE);
        assertThat(settings.queue())
                .isEqualTo(new QueueLimits(100_000, Duration.ofSeconds(5), Duration.ofSeconds(2), 0));
    }

    /** Redis' client takes no such name, and its refusal is among the faults below. */
    @Test
    void aHostNameWithAnUnderscoreIsTakenForTheDatabaseAndZooKeeper() {
        Map<String, String> named = new HashMap<>(SOUND);
        named.put("SECKILL_DB_URL", "jdbc:mysql://my_db:3306/seckill");
        named.put("SECKILL_ZOOKEEPER", "my_zk:2181/seckill");
        Settings settings = Settings.read(named::get, named.keySet());
        assertThat(settings.database().url()).contains("my_db");
        assertThat(settings.zooKeeper().servers()).isEqualTo("my_zk:2181");
    }

    @Test
    void whoSellsThroughTheQueueSaysHowItWorks() {
        Map<String, String> queue = new HashMap<>(SOUND);
        queue.putAll(Map.of(
                "SECKILL_PURCHASE", "queue",
                "SECKILL_QUEUE_PLACES", "10000000",
                "SECKILL_QUEUE_CLAIM_MS", "100",
                "SECKILL_QUEUE_CHECK_MS", "600000",
                "SECKILL_QUEUE_REPLICAS", "10"));
        Settings settings = Settings.read(queue::get, queue.keySet());
        assertThat(settings.purchase()).isEqualTo(PurchaseMode.QUEUE);
        assertThat(settings.queue())
                .isEqualTo(new QueueLimits(10_000_000, Duration.ofMillis(100), Duration.ofMinutes(10), 10));
    }

    @Test
    void faultsOfTheQueueAreNamedAllAtOnce() {
        Map<String, String> faulty = new HashMap<>(SOUND);
        faulty.putAll(Map.of(
                "SECKILL_PURCHASE", "lottery",
                "SECKILL_QUEUE_PLACES", "none",
                "SECKILL_QUEUE_CLAIM_MS", "0",
                "SECKILL_QUEUE_CHECK_MS", "0",
                "SECKILL_QUEUE_REPLICAS", "all"));
        assertThatThrownBy(() -> Settings.read(faulty::get, faulty.keySet()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContainingAll(
                        "SECKILL_PURCHASE",
                        "SECKILL_QUEUE_PLACES",
                        "SECKILL_QUEUE_CLAIM_MS",
                        "SECKILL_QUEUE_CHECK_MS",
                        "SECKILL_QUEUE_REPLICAS");
    }

    @Test
    void everyMissingSettingIsNamedAtOnce() {
        assertThatThrownBy(() -> Settings.read(name -> null, Set.of()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContainingAll("SECKILL_DB_URL", "SECKILL_DB_USER", "SECKILL_REDIS_URL", "SECKILL_SECRET");
    }

    @ParameterizedTest
    @CsvSource({
        "SECKILL_DB_URL,jdbc:postgresql://localhost/x,jdbc:mysql",
        "SECKILL_DB_URL,jdbc:mysql://localhost:3306/,host:port/schema",
        "SECKILL_DB_URL,jdbc:mysql://localhost:3306,host:port/schema",
        "SECKILL_DB_URL,jdbc:mysql://localhost,host:port/schema",
        "SECKILL_DB_URL,jdbc:mysql://localhost/?useSSL=false,host:port/schema",
        "SECKILL_DB_URL,jdbc:mysql://localhost:port/shop,host:port/schema",
        "SECKILL_DB_URL,jdbc:mysql://,host:port/schema",
        "SECKILL_LOG_LEVEL,LOUD,'ERROR, WARN, INFO or DEBUG'",
        "SECKILL_LOG_LEVEL,ALL,'ERROR, WARN, INFO or DEBUG'",
        "SECKILL_DB_POOL,0,from 1 to 500",
        "SECKILL_DB_POOL,many,from 1 to 500",
        "SECKILL_REDIS_URL,localhost:6379,redis://host:port",
        "SECKILL_REDIS_URL,http://localhost:6379,redis://host:port",
        "SECKILL_REDIS_URL,redis://localhost/abc,redis://host:port",
        "SECKILL_REDIS_URL,redis://a:7000;b:7001,redis://host:port",
        "SECKILL_REDIS_URL,redis://my_redis:6379/0,in the host's name",
        "SECKILL_REDIS_URL,'redis://a:7000,',for a Redis Cluster",
        "SECKILL_REDIS_URL,'redis://a:7000,b:x',for a Redis Cluster",
        "SECKILL_REDIS_URL,'redis://a:7000,b:7001/1',database 0",
        "SECKILL_PHONE_REGION,XX,CN or US",
        "SECKILL_PURCHASE_DEADLINE_MS,5,from 1000 to 60000",
        "SECKILL_ZOOKEEPER,localhost,host:port",
        "SECKILL_ZOOKEEPER,localhost:0,host:port",
        "SECKILL_ZOOKEEPER,localhost:65536,host:port",
        "SECKILL_ZOOKEEPER,zk://localhost:2181,host:port",
        "SECKILL_ZOOKEEPER,localhost:2181/,host:port",
        "SECKILL_ZOOKEEPER,localhost:2181/shop/,host:port",
        "SECKILL_ZOOKEEPER,localhost:2181/a/../b,host:port",
        "SECKILL_ZOOKEEPER,a:2181;b:2181,host:port",
        "SECKILL_PURCHASE,lottery,procedure or queue",
        "SECKILL_PURCHASE,QUEUE,procedure or queue",
        "SECKILL_QUEUE_PLACES,0,from 1 to 10000000",
        "SECKILL_QUEUE_PLACES,10000001,from 1 to 10000000",
        "SECKILL_QUEUE_CLAIM_MS,99,from 100 to 600000",
        "SECKILL_QUEUE_CLAIM_MS,5s,from 100 to 600000",
        "SECKILL_QUEUE_CHECK_MS,600001,from 100 to 600000",
        "SECKILL_QUEUE_REPLICAS,-1,from 0 to 10",
        "SECKILL_QUEUE_REPLICAS,11,from 0 to 10"
    })
    void aValueThatIsNotAllowedIsNamedWithWhatIs(String name, String value, String allowed) {
        assertThatThrownBy(() -> read(name, value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContainingAll(name, value, allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://redis/0, redis://redis:6379/0",
        "redis://:pw@redis, redis://:pw@redis:6379",
        "rediss://redis?protocol=2, rediss://redis:6379?protocol=2",
        "redis://[::1]/3, redis://[::1]:6379/3"
    })
    void aRedisWithoutPortIsAtItsUsualOne(String given, String read) {
        RedisNodes redis = read("SECKILL_REDIS_URL", given).redis();
        assertThat(redis.addresses()).containsExactly(URI.create(read));
        assertThat(redis.isCluster()).isFalse();
    }

    @Test
    void severalNodesAreAClusterAndEachIsAskedWithTheSameLogin() {
        RedisNodes redis = read("SECKILL_REDIS_URL", "rediss://me:p%40%2Cw@a:7000,b,[::1]:7002/0")
                .redis();
        assertThat(redis.addresses())
                .containsExactly(
                        URI.create("rediss://me:p%40%2Cw@a:7000/0"),
                        URI.create("rediss://me:p%40%2Cw@b:6379/0"),
                        URI.create("rediss://me:p%40%2Cw@[::1]:7002/0"));
        assertThat(redis.isCluster()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zk:2181", "zk-1:2181,zk-2:2181,10.0.0.3:65535", "[::1]:2181,zk_2.local:1"})
    void nodesMayMeetAtOneServerOrAtAnyOfSome(String servers) {
        ZooKeeperAddress address =
                read("SECKILL_ZOOKEEPER", servers + "/seckill/shop-1").zooKeeper();
        assertThat(address.servers()).isEqualTo(servers);
        assertThat(address.chroot()).isEqualTo("/seckill/shop-1");
        assertThat(read("SECKILL_ZOOKEEPER", servers).zooKeeper().chroot()).isEmpty();
    }

    @Test
    void withoutZooKeeperANodeIsAlone() {
        assertThat(Settings.read(SOUND::get, SOUND.keySet()).zooKeeper().isGiven())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SECKILL_REDIS_URL,http://user:hunter2@localhost:6379",
        "SECKILL_REDIS_URL,'redis://user:hunter2@localhost:6379,localhost:6380/1'",
        "SECKILL_REDIS_URL,redis://hunter2@localhost:6379",
        "SECKILL_DB_URL,jdbc:mariadb://root:hunter2@localhost/x",
        "SECKILL_DB_URL,jdbc:mariadb://localhost/x?password=hunter2",
        "SECKILL_REDIS_URL,redis://:p@hunter2@localhost:6379",
        "SECKILL_REDIS_URL,redis://:p/hunter2@localhost:6379",
        "SECKILL_REDIS_URL,redis://:p#hunter2@localhost:6379",
        "SECKILL_REDIS_URL,redis://:p?hunter2@localhost:6379",
        "SECKILL_REDIS_URL,redis://:p&hunter2@localhost:port",
        "SECKILL_REDIS_URL,redis://:50%hunter2@localhost:6379",
        "SECKILL_REDIS_URL,redis://:p hunter2@localhost:6379",
        "SECKILL_REDIS_URL,redis://:p@a:1/hunter2@b@localhost:6379",
        "SECKILL_REDIS_URL,user:hunter2@localhost:6379",
        "SECKILL_REDIS_URL,user:p@//hunter2@localhost:6379",
        "SECKILL_DB_URL,jdbc:mysql:root:hunter2@localhost/x",
        "SECKILL_DB_URL,jdbc:mysql://root:p@hunter2@localhost:port/x",
        "SECKILL_DB_URL,jdbc:mysql://root:p/hunter2@localhost:port",
        "SECKILL_DB_URL,root:hunter2@localhost:3306/x",
        "SECKILL_DB_URL,jdbc:mysql://localhost/?user=root&PassWord=p@x&hunter2",
        "SECKILL_DB_URL,'jdbc:mysql://(host=localhost,password=hunter2)/'",
        "SECKILL_DB_URL,jdbc:mysql://localhost/?password1=hunter2",
        "SECKILL_DB_URL,jdbc:mysql://localhost/?trustCertificateKeyStorePassword=hunter2"
    })
    void aPasswordInAnAddressIsNotShown(String name, String value) {
        assertThatThrownBy(() -> read(name, value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContainingAll(name, "localhost")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aSecretThatIsTooShortIsNotShown() {
        assertThatThrownBy(() -> read("SECKILL_SECRET", "hunter2"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContainingAll("SECKILL_SECRET", "7 characters", "32")
                .hasMessageNotContaining("hunter2");
    }

    private static Settings read(String name, String value) {
        Map<String, String> settings = new HashMap<>(SOUND);
        settings.put(name, value);
        return Settings.read(settings::get, settings.keySet());
    }

    @Test
    void aPasswordThatMustBePercentEncodedIsNotShownButExplained() {
        assertThatThrownBy(() -> read("SECKILL_REDIS_URL", "redis://:p@ss@localhost:6379"))
                .hasMessageContainingAll("'redis://***@localhost:6379'", "%40 for @");
    }

    @Test
    void theSecretBeforeAndAfterAReplacementHasTheSameBounds() {
        assertThatThrownBy(() -> read("SECKILL_SECRET_PREVIOUS", "hunter2"))
                .hasMessageContainingAll("SECKILL_SECRET_PREVIOUS", "7 characters", "32")
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "SECKILL_SECERT,SECKILL_SECRET",
        "SECKILL_DB_USERNAME,SECKILL_DB_USER",
        "SECKILL_ZOOKEEPR,SECKILL_ZOOKEEPER",
        "SECKILL_HTTPPORT,SECKILL_HTTP_PORT",
        "seckill_purchase,SECKILL_PURCHASE"
    })
    void aMisspeltSettingIsNamedWithTheNearestOne(String given, String meant) {
        assertThatThrownBy(() -> Settings.read(name -> null, Set.of(given, "PATH", "SECKILL_DATA")))
                .hasMessageContaining(given + " is set, and is no setting: the nearest one is " + meant)
                .hasMessageNotContaining("PATH")
                .hasMessageNotContaining("SECKILL_DATA is set");
    }

    /** A name that a program reads is known, and so is each that the document lists. */
    @Test
    void everyNameInTheSourcesAndInTheDocumentIsKnown() throws IOException {
        Set<String> asked = new TreeSet<>(Settings.READ_ELSEWHERE);
        Settings.read(
                name -> {
                    asked.add(name);
                    return SOUND.get(name);
                },
                Set.of());
        Set<String> written = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                written.addAll(names(Files.readString(file, StandardCharsets.ISO_8859_1)));
            }
        }
        written.addAll(names(Files.readString(Path.of("docs/operating.md"))));
        assertThat(written).hasSizeGreaterThan(10).isEqualTo(asked);
    }

    private static Set<String> names(String text) {
        return Pattern.compile("SECKILL_[A-Z][A-Z_]*[A-Z](?![A-Z_*])")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }
}
