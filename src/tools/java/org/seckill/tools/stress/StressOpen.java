package org.seckill.tools.stress;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seckill.engine.EngineCommand;
import org.seckill.engine.EngineProcess;
import org.seckill.testkit.run.Program;
import org.springframework.util.FileSystemUtils;

/** Before JMeter runs, in Maven's JVM: starts the shop, or finds that one which runs already may be loaded. */
final class StressOpen {
    private static final Duration START = Duration.ofMinutes(3);

    private StressOpen() {}

    public static void main(String[] args) throws IOException {
        StressOptions terms = StressOptions.of(System.getProperties());
        Path folder = terms.folder();
        PlanFile plan = PlanFile.anew(folder);
        // Each run of the plugin makes another JMeter, of 80 MB.
        FileSystemUtils.deleteRecursively(Path.of("target", "stress", "jmeter"));
        if (terms.running().isPresent()) {
            plan.write(terms.values());
            return;
        }
        EngineProcess keeper = EngineProcess.start(new EngineCommand(
                "the shop",
                words(terms),
                Map.of(),
                Path.of("").toAbsolutePath(),
                folder.resolve(PlanFile.SHOP_LOG),
                folder.resolve("shop.pid"),
                "look at the log"));
        // Maven's end, in whatever way, closes the pipe by which the keeper's guard knows that it is wanted.
        keeper.awaitReady(plan::exists, START);
    }

    private static List<String> words(StressOptions terms) {
        List<String> words = new ArrayList<>(List.of(Program.java(), "-Xmx128m", "-cp", classPath()));
        Map<String, String> values = new HashMap<>(terms.values());
        values.forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.add(ShopKeeper.class.getName());
        return words;
    }

    /** Of this class: Maven's own is another. */
    private static String classPath() {
        if (!(StressOpen.class.getClassLoader() instanceof URLClassLoader loader)) {
            return System.getProperty("java.class.path");
        }
        return Stream.of(loader.getURLs())
                .map(StressOpen::path)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String path(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(url.toString(), e);
        }
    }
}
