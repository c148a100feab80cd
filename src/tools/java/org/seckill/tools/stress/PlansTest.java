package org.seckill.tools.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plans are also opened by hand, where nobody tells them what the command would. */
class PlansTest {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{__P\\((stress\\.[a-z.]+),([^)]*)\\)}");

    @ParameterizedTest
    @EnumSource(StressPlan.class)
    void aPlanKnowsTheSameDefaultsAsTheCommand(StressPlan plan) throws IOException {
        Map<String, String> known = new TreeMap<>(StressOptions.DEFAULTS);
        // What the command finds out, and a person has to say.
        known.putAll(Map.of(
                "stress.host", "127.0.0.1",
                "stress.sale", "1000",
                "stress.sales", "1000",
                "stress.rehearsal.sale", "none"));

        Map<String, String> used = properties(plan);

        assertThat(used).containsKeys("stress.host", "stress.port", "stress.customers", "stress.threads");
        assertThat(known).containsAllEntriesOf(used);
    }

    @Test
    void everyPropertyIsExplained() throws IOException {
        String page = Files.readString(Path.of("bench/README.md"));

        assertThat(StressOptions.DEFAULTS.keySet()).allMatch(name -> page.contains("`" + name + "`"));
    }

    private static Map<String, String> properties(StressPlan plan) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Matcher property = PROPERTY.matcher(Files.readString(Path.of("src/test/jmeter", plan.title() + ".jmx")));
        while (property.find()) {
            assertThat(found.put(property.group(1), property.group(2)))
                    .as(property.group(1))
                    .isIn(null, property.group(2));
        }
        return found;
    }
}
