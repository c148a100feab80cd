package org.seckill.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "/seckill/1000/0123456789abcdef0123456789abcdef/execution, execution",
        "/seckill/1000/exposer, exposer",
        "/seckill/1000/detail, detail",
        "/seckill/1000/result, result",
        "/seckill/time/now, time",
        "/seckill/list, list",
        "/seckill/login, login",
        "/seckill/me, me",
        "/seckill/purchases, purchases",
        "/static/built/js/detail-K6PKBR3R.js, static",
        "/healthz, health",
        "/readyz, health",
        "/metrics, health",
        "/, other",
        "/seckill/, other",
        "/seckill/logout, other",
        "/seckill/listing, other",
        "/seckill/list/, other",
        "/x/seckill/list, other",
        "/x/1/execution, other",
        "/static, other",
        "/13800000000, other",
        "'', other"
    })
    void aPathIsOfTheRouteThatItsWordsSay(String path, String route) {
        assertThat(Route.of(path).tag()).isEqualTo(route);
    }
}
