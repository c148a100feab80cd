package org.seckill.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether this node lives, and whether it can sell. */
@RestController
class HealthController {
    private static final Logger log = LoggerFactory.getLogger(HealthController.class);

    private final List<Probe> probes;

    HealthController(List<Probe> probes) {
        this.probes = List.copyOf(probes);
    }

    @GetMapping("/healthz")
    Envelope<String> live() {
        return Envelope.of("up");
    }

    @GetMapping("/readyz")
    ResponseEntity<Envelope<Map<String, String>>> ready() {
        Map<String, String> states = new LinkedHashMap<>();
        probes.forEach(probe -> states.put(probe.name(), answers(probe) ? "up" : "down"));
        List<String> missing = probes.stream()
                .filter(Probe::required)
                .map(Probe::name)
                .filter(name -> "down".equals(states.get(name)))
                .toList();
        return missing.isEmpty()
                ? ResponseEntity.ok(Envelope.of(states))
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .body(Envelope.refused("missing: " + String.join(", ", missing), states));
    }

    private static boolean answers(Probe probe) {
        try {
            return probe.answers().getAsBoolean();
        } catch (RuntimeException e) {
            log.info("not ready missing={}: {}", probe.name(), e.toString());
            return false;
        }
    }
}
