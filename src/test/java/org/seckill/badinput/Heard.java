package org.seckill.badinput;

import java.util.List;

/**
 * What came on one connection.
 *
 * @param fault why the rest is no answer; empty when there is no rest
 */
record Heard(List<Answer> answers, String fault) {
    Heard {
        answers = List.copyOf(answers);
    }
}
