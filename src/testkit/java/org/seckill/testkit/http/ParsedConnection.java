package org.seckill.testkit.http;

import java.util.List;

/**
 * What came on one connection.
 *
 * @param fault why the rest is no answer; empty when there is no rest
 */
public record ParsedConnection(List<ParsedResponse> answers, String fault) {
    public ParsedConnection {
        answers = List.copyOf(answers);
    }
}
