package org.seckill.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;

/**
 * One reading of the metrics, which must be Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): each sample belongs to the type that was announced
 * before it, and none is told twice.
 *
 * @param samples by name and labels, as they are printed
 */
record Scrape(String text, Map<String, Double> samples) {
    private static final Pattern COMMENT =
            Pattern.compile("# (?:HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .*|TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*)"
                    + " (counter|gauge|histogram|summary|untyped))");

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\""
            + "(?:,[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\")*})?"
            + " (NaN|[+-]Inf|-?[0-9.]+(?:E-?[0-9]+)?)");

    static Scrape of(ShopClient shop) {
        Answer answer = shop.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).matches("text/plain; ?version=0\\.0\\.4; ?charset=utf-8");
        return parse(answer.http().body());
    }

    static Scrape parse(String text) {
        assertThat(text).endsWith("\n");
        Map<String, String> types = new HashMap<>();
        Map<String, Double> samples = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                if (comment.group(2) != null) {
                    assertThat(types.put(comment.group(2), comment.group(3)))
                            .as(line)
                            .isNull();
                }
                continue;
            }
            Matcher sample = SAMPLE.matcher(line);
            assertThat(sample.matches()).as(line).isTrue();
            assertThat(types.containsKey(family(sample.group(1), types)))
                    .as(line)
                    .isTrue();
            String series = line.substring(0, line.lastIndexOf(' '));
            assertThat(samples.put(series, number(sample.group(3)))).as(line).isNull();
        }
        return new Scrape(text, samples);
    }

    /** @return 0 when there is no such sample */
    double value(String series) {
        return samples.getOrDefault(series, 0.0);
    }

    boolean has(String series) {
        return samples.containsKey(series);
    }

    Set<String> names() {
        return samples.keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toSet());
    }

    private static String family(String name, Map<String, String> types) {
        String family = name.replaceFirst("_(bucket|sum|count)$", "");
        return types.containsKey(name) ? name : family;
    }

    private static double number(String value) {
        return switch (value) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(value);
        };
    }
}
