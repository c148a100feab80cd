package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What axe-core has against a page: the rules of WCAG 2.2 AA that a machine can check, and its own best practices.
 * https://github.com/dequelabs/axe-core/blob/develop/doc/rule-descriptions.md
 */
final class Axe {
    private static final String AXE = BrowserTab.resource("/axe.min.js");

    // Most of WCAG 2.2's own rules are off unless asked for by name.
    private static final String RUN = """
            const done = arguments[0];
            axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                rules: { 'target-size': { enabled: true } },
                resultTypes: ['violations'],
            }).then(result => done(result.violations), fault => done([{ id: 'axe', help: String(fault), nodes: [] }]));
            """;

    private Axe() {}

    static void assertAccessible(BrowserTab tab, String page) {
        if (!Boolean.TRUE.equals(tab.script("return !!window.axe"))) {
            tab.script(AXE);
        }
        List<?> violations = (List<?>) Objects.requireNonNull(tab.slowScript(RUN));
        assertThat(violations.stream().map(v -> describe((Map<?, ?>) v)))
                .as("axe-core on " + page)
                .isEmpty();
    }

    private static String describe(Map<?, ?> violation) {
        StringBuilder words = new StringBuilder(violation.get("id") + ": " + violation.get("help"));
        for (Object node : (List<?>) Objects.requireNonNull(violation.get("nodes"))) {
            Map<?, ?> found = (Map<?, ?>) node;
            words.append("\n  at ")
                    .append(found.get("target"))
                    .append(' ')
                    .append(found.get("html"))
                    .append("\n     ")
                    .append(found.get("failureSummary"));
        }
        return words.toString();
    }
}
