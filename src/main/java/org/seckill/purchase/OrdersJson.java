package org.seckill.purchase;

import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes orders as {@code execute_seckill} reads them. */
@Component
final class OrdersJson {
    private final JsonMapper json = JsonMapper.shared();

    private record Line(String phone, String ticket) {}

    String write(List<Order> orders) {
        return json.writeValueAsString(orders.stream()
                .map(order -> new Line(order.buyer().digits(), order.ticket().id()))
                .toList());
    }
}
