package org.seckill.purchase;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes orders as {@code execute_seckill} reads them. */
@Component
final class OrdersJson {
    private final JsonMapper json = JsonMapper.shared();

    private record Line(
            String phone, String ticket, @Nullable Long latest) {
        static Line of(Order order, @Nullable Instant latest) {
            Long millis = latest == null ? null : latest.toEpochMilli();
            return new Line(order.buyer().digits(), order.ticket().id(), millis);
        }
    }

    /** @param latest by the database's clock; after it none of the orders is recorded. Null: whenever they come */
    String write(List<Order> orders, @Nullable Instant latest) {
        return json.writeValueAsString(
                orders.stream().map(order -> Line.of(order, latest)).toList());
    }
}
