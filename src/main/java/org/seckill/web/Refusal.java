package org.seckill.web;

import java.util.Map;

/** What an exception means to whoever asked. */
record Refusal(int status, String reason, Map<String, String> headers) {
    static Refusal of(int status, String reason) {
        return new Refusal(status, reason, Map.of());
    }
}
