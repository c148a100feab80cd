package org.seckill.sale;

import java.time.Clock;
import org.seckill.web.Envelope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The server's clock, by which every page counts down. */
@RestController
class ClockController {
    private final Clock clock;

    ClockController(Clock clock) {
        this.clock = clock;
    }

    @GetMapping("/seckill/time/now")
    Envelope<Long> now() {
        return Envelope.of(clock.millis());
    }
}
