package org.seckill.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Pattern KEY = Pattern.compile("#\\{([A-Za-z0-9_.-]+)[(}]");
    private static final Pattern INLINE =
            Pattern.compile("<script(?![^>]*src=)|<style|\\sstyle=|\\son[a-z]+=|th:utext");

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(keys("_zh")).isEqualTo(keys(""));
    }

    @Test
    void everyKeyOfTheTemplatesHasWords() {
        Set<String> used = templates()
                .flatMap(template -> KEY.matcher(template).results().map(match -> match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).isNotEmpty();
        assertThat(keys("")).containsAll(used);
    }

    @Test
    void noTemplateHasInlineScriptOrStyleOrUnescapedText() {
        assertThat(templates()
                        .flatMap(template -> INLINE.matcher(template).results().map(MatchResult::group)))
                .isEmpty();
    }

    private static Set<String> keys(String language) {
        Properties messages = new Properties();
        String file = "/messages/messages" + language + ".properties";
        try (Reader reader =
                new InputStreamReader(MessagesTest.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            messages.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(messages.values())
                .allSatisfy(text -> assertThat((String) text).isNotBlank());
        return new TreeSet<>(messages.stringPropertyNames());
    }

    private static Stream<String> templates() {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(Files::isRegularFile).map(MessagesTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
