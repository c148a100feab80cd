package org.seckill.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;

class BufferedResponseFilterIT {
    private static final ShopClient BUYER = TestShop.shared().client().loggedIn(ShopClient.phone(1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/seckill/list",
                "/seckill/list?page=none",
                "/seckill/purchases",
                "/seckill/me",
                "/seckill/time/now",
                "/seckill/1/result",
                "/seckill/none"
            })
    void anAnswerLeavesInOnePieceWithItsLength(String path) {
        Answer answer = BUYER.get(path);
        assertThat(answer.http().headers().firstValueAsLong("Content-Length"))
                .hasValue(answer.http().body().getBytes(StandardCharsets.UTF_8).length);
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
    }
}
