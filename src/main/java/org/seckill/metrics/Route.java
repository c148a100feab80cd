package org.seckill.metrics;

import java.util.Locale;

/** What a request is for, as far as its path tells. Nothing that a visitor can make up is in it. */
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
    /** What machines ask. */
    HEALTH,
    OTHER;

    /** @param path inside the application, decoded */
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

    // The busiest first.
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
