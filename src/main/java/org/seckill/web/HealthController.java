package org.seckill.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seckill.http.Envelope;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Liveness and readiness of this node. */
@RestController
class HealthController {
    private final List<Probe> probes;

    HealthController(List<Probe> probes) {
        this.probes = List.copyOf(probes);
    }

    @GetMapping("/healthz")
    Envelope<String> live() {
        return Envelope.of("up");
    }

    /**
     * @return 503 if a required probe is down; the data have a state for each probe, and a reason for each that is down
     */
    @GetMapping("/readyz")
    ResponseEntity<Envelope<Map<String, String>>> ready() {
        Map<String, String> states = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Probe probe : probes) {
            Optional<String> reason = check(probe);
            states.put(probe.name(), reason.isEmpty() ? "up" : "down");
            reason.ifPresent(why -> states.put(probe.name() + ".reason", why));
            if (probe.required()) {
                reason.ifPresent(why -> missing.add("%s (%s)".formatted(probe.name(), why)));
            }
        }
        return missing.isEmpty()
                ? ResponseEntity.ok(Envelope.of(states))
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Envelope.refused("missing: " + String.join(", ", missing), states));
    }

    private static Optional<String> check(Probe probe) {
        try {
            return probe.check().get();
        } catch (RuntimeException e) {
            // The exception may contain an address or an account: only ReadinessLog shows it.
            return Optional.of(Probe.SILENT);
        }
    }
}
