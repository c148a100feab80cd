package org.seckill.procedure;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.batch.TimedOrder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes orders as the JSON list that {@code execute_seckill} takes. */
@Component
public final class OrdersJson {
    private final JsonMapper json = JsonMapper.shared();

    private record Line(
            String phone, String ticket, @Nullable Long latest) {
        static Line of(TimedOrder timed) {
            Instant latest = timed.latest();
            return new Line(
                    timed.order().buyer().digits(),
                    timed.order().ticket().id(),
                    latest == null ? null : latest.toEpochMilli());
        }
    }

    String write(List<TimedOrder> orders) {
        return json.writeValueAsString(orders.stream().map(Line::of).toList());
    }
}
