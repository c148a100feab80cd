package org.seckill.planted.alpha;

import java.sql.Connection;
import org.apache.curator.framework.CuratorFramework;
import org.seckill.planted.beta.Neighbour;
import org.seckill.planted.config.Wiring;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RestController;
import redis.clients.jedis.UnifiedJedis;

/** One violation of each house rule that {@code ArchitectureTest} checks. */
public final class Violations {
    Neighbour cycle;
    Wiring wiring;
    UnifiedJedis jedis;
    CuratorFramework curator;
    Connection sql;
    HotController controller;

    record SpringValue(HttpHeaders headers) {}
}

@RestController
class HotController {
    UnifiedJedis jedis;
}
