package org.seckill.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.config.SeckillApplication;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;

/** A container with a filter before the application that knows nothing of answers that come later. */
class OldFilterIT {
    @ParameterizedTest
    @ValueSource(strings = {"procedure", "queue"})
    void whatIsRecordedBelowItIsConfirmed(String way) {
        ServletContainerInitializer old = (classes, servlets) -> {
            FilterRegistration.Dynamic filter =
                    servlets.addFilter("old", (request, response, chain) -> chain.doFilter(request, response));
            filter.setAsyncSupported(false);
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        };
        Map<String, String> settings = new HashMap<>(TestShop.settings());
        settings.put("SECKILL_PURCHASE", way);
        try (Server server = Server.start(
                new Listen("localhost", 0), settings, WorkFolder.temporary(), List.of(old, new SeckillApplication()))) {
            TestSales sales = new TestSales(TestEngines.database());
            long sale = sales.open(5);
            ShopClient buyer = new ShopClient(server.port()).loggedIn(ShopClient.phone(1));
            Answer answer = buyer.buy(sale);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.state()).isEqualTo(way.equals("queue") ? 2 : 1);
            await().until(() -> buyer.result(sale).state() == 1);
            assertThat(sales.purchases(sale)).isOne();
        }
    }
}
