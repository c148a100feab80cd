package org.seckill.testkit.http;

import java.util.List;

/**
 * The answers of one connection.
 *
 * @param fault why the remaining bytes are no answer; empty if no bytes remain
 */
public record ParsedConnection(List<ParsedResponse> answers, String fault) {
    public ParsedConnection {
        answers = List.copyOf(answers);
    }
}
