package org.seckill.tools.stress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.seckill.testkit.engine.Database;

/** How to reach the engines of a shop that was started for a plan, and the process that keeps the shop. */
record ShopFile(Path folder) {
    record Kept(Database database, String redis, long keeper) {}

    void write(Database database, String redis) throws IOException {
        PlanFile.store(
                Map.of(
                        "url", database.url(),
                        "user", database.user(),
                        "password", database.password(),
                        "redis", redis,
                        "keeper", Long.toString(ProcessHandle.current().pid())),
                path());
    }

    /** Nothing where the shop was not started for the plan. */
    Optional<Kept> read() throws IOException {
        if (!Files.exists(path())) {
            return Optional.empty();
        }
        Properties shop = PlanFile.load(path());
        Database database =
                new Database(shop.getProperty("url"), shop.getProperty("user"), shop.getProperty("password"));
        return Optional.of(new Kept(database, shop.getProperty("redis"), Long.parseLong(shop.getProperty("keeper"))));
    }

    private Path path() {
        return folder.resolve("shop.properties");
    }
}
