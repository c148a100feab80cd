package org.seckill.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.seckill.testkit.run.Program;
import org.seckill.testkit.run.TestFolders;
import org.springframework.util.FileSystemUtils;

/** {@code src/build/Assets.java}, as Maven runs it. */
class AssetsBuildIT {
    private static final Path OURS = Path.of("web-static").toAbsolutePath();
    private static final String ESBUILD = System.getProperty("seckill.esbuild");

    private final Path sources = TestFolders.anew("assets", "sources");
    private final Path copy = TestFolders.anew("assets", "copy");

    @Test
    void theSameSourcesBecomeTheSameBytesWhereverTheyAreBuilt() throws IOException {
        FileSystemUtils.copyRecursively(OURS, sources);
        FileSystemUtils.deleteRecursively(sources.resolve("built"));
        build("js/shop.js", "js/list.js", "js/detail.js", "js/purchases.js", "css/shop.css");

        assertThat(built()).hasSizeGreaterThan(20).containsExactlyInAnyOrderEntriesOf(contents(OURS.resolve("built")));
    }

    @Test
    void aChangeGivesNewAddressesToWhatHoldsItAndToNothingElse() throws IOException {
        writeShop();
        build("js/list.js", "js/detail.js", "css/shop.css");
        Map<String, byte[]> first = built();
        assertThat(sources(first))
                .containsExactly("css/shop.css", "img/a.svg", "js/chunk.js", "js/detail.js", "js/list.js");

        write("js/list.js", "import { say } from './say.js'; say('new');");
        write("img/a.svg", "<svg><g/></svg>");
        write("built/js/old-AAAAAAAA.js", "");
        Files.createDirectories(copy.resolve("built"));
        build("js/list.js", "js/detail.js", "css/shop.css");
        Map<String, byte[]> second = built();

        assertThat(sources(second)).isEqualTo(sources(first));
        assertThat(sources(without(second, first))).containsExactly("css/shop.css", "img/a.svg", "js/list.js");
        assertThat(copy).doesNotExist();
    }

    @Test
    void aFaultIsALineThatSaysWhereItIsAndTheLastBuildStays() throws IOException {
        writeShop();
        build("js/list.js");
        Map<String, byte[]> before = built();

        assertThat(failure(ESBUILD, "js/gone.js"))
                .containsExactly("static files: %s: Could not resolve \"js/gone.js\"".formatted(sources));
        write("js/list.js", "import './gone.js';\nimport './say.js';\nimport './lost.js';");
        assertThat(failure(ESBUILD, "js/list.js"))
                .containsExactly(
                        "static files: %s/js/list.js:1:7: Could not resolve \"./gone.js\"".formatted(sources),
                        "static files: %s/js/list.js:3:7: Could not resolve \"./lost.js\"".formatted(sources));
        write("css/shop.css", "p { color red; }");
        assertThat(failure(ESBUILD, "css/shop.css"))
                .singleElement()
                .asString()
                .startsWith("static files: %s/css/shop.css:1:9: Expected \":\"".formatted(sources));
        write("img/note.txt", "no picture");
        assertThat(failure(ESBUILD, "js/detail.js"))
                .containsExactly("static files: %s/img/note.txt is none of [avif, gif, ico, jpeg, jpg, png, svg, webp]"
                        .formatted(sources));
        assertThat(built()).containsExactlyInAnyOrderEntriesOf(before);
    }

    @Test
    void withoutEsbuildTheLineTellsHowToNameAnother() throws IOException {
        writeShop();

        assertThat(failure("/no/such/esbuild", "js/list.js"))
                .containsExactly("static files: /no/such/esbuild is missing; -Desbuild=... names another esbuild");
    }

    private void writeShop() throws IOException {
        write("js/say.js", "export const say = words => console.info(words);");
        write("js/list.js", "import { say } from './say.js'; say('list');");
        write("js/detail.js", "import { say } from './say.js'; say('detail');");
        write("css/shop.css", "p { background: url('../img/a.svg'); }");
        write("img/a.svg", "<svg/>");
    }

    private void build(String... entries) {
        try (Program program = start(ESBUILD, entries)) {
            int status = program.awaitExit();
            assertThat(program.errorOutput()).isEmpty();
            assertThat(status).isZero();
        }
    }

    private List<String> failure(String esbuild, String... entries) {
        try (Program program = start(esbuild, entries)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            return program.errorOutput();
        }
    }

    private Program start(String esbuild, String... entries) {
        List<String> words =
                new ArrayList<>(List.of(Program.java(), "-XX:TieredStopAtLevel=1", "src/build/Assets.java"));
        words.addAll(List.of(esbuild, sources.toString(), copy.toString()));
        words.addAll(List.of(entries));
        return Program.start(Path.of("target", "assets", "console"), Map.of(), words.toArray(String[]::new));
    }

    private void write(String file, String text) throws IOException {
        Path path = sources.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Map<String, byte[]> built() throws IOException {
        return contents(sources.resolve("built"));
    }

    /** What browsers load of it, without the hashes. */
    private static List<String> sources(Map<String, byte[]> built) {
        return built.keySet().stream()
                .filter(file -> file.matches(".*-[A-Z2-7]{8}\\.(js|css|svg)"))
                .map(file -> file.replaceFirst("-[A-Z2-7]{8}\\.", "."))
                .sorted()
                .toList();
    }

    private static Map<String, byte[]> without(Map<String, byte[]> built, Map<String, byte[]> earlier) {
        return built.entrySet().stream()
                .filter(file -> !earlier.containsKey(file.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    contents.put(folder.relativize(file).toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return contents;
    }
}
