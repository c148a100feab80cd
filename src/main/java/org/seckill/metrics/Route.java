package org.seckill.metrics;

import java.util.Locale;

/** The purpose of a request, derived from its path: a bounded set, whatever paths clients invent. */
enum Route {
    EXECUTION,
    EXPOSER,
    TIME,
    DETAIL,
    LIST,
    LOGIN,
    RESULT,
    ME,
    PURCHASES,
    STATIC,
    /** Probes and metrics. */
    HEALTH,
    OTHER;

    /** @param path below the context path, decoded */
    static Route of(String path) {
        if (path.startsWith("/seckill/")) {
            return ofShop(path);
        }
        if (path.startsWith("/static/")) {
            return STATIC;
        }
        return switch (path) {
            case "/healthz", "/readyz", "/metrics" -> HEALTH;
            default -> OTHER;
        };
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    // Ordered by request rate, highest first.
    private static Route ofShop(String path) {
        if (path.endsWith("/execution")) {
            return EXECUTION;
        }
        if (path.endsWith("/exposer")) {
            return EXPOSER;
        }
        if (path.endsWith("/detail")) {
            return DETAIL;
        }
        if (path.endsWith("/result")) {
            return RESULT;
        }
        return switch (path) {
            case "/seckill/time/now" -> TIME;
            case "/seckill/list" -> LIST;
            case "/seckill/login" -> LOGIN;
            case "/seckill/me" -> ME;
            case "/seckill/purchases" -> PURCHASES;
            default -> OTHER;
        };
    }
}
