package org.seckill.asset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The addresses of our static files, which templates ask {@code assets} for. The build names each file after its content and
 * tells the names in a manifest, which is esbuild's metafile (https://esbuild.github.io/api/#metafile). Immutable.
 */
@Component
public class Assets {
    private static final String MANIFEST = "/static/built/manifest.json";

    private record Manifest(Map<String, Output> outputs) {}

    private record Output(@Nullable String entryPoint, Map<String, Object> inputs, List<Import> imports) {}

    private record Import(String path, String kind) {}

    private final Map<String, String> built;
    private final Map<String, List<String>> preloads;

    @Autowired
    Assets() {
        this(Assets.class.getResourceAsStream(MANIFEST));
    }

    Assets(@Nullable InputStream manifest) {
        if (manifest == null) {
            throw new IllegalStateException("the static files are not built: " + MANIFEST + " is missing");
        }
        Map<String, Output> outputs = read(manifest).outputs();
        Map<String, String> addresses = new HashMap<>();
        Map<String, List<String>> chunks = new HashMap<>();
        outputs.forEach((path, output) -> {
            String source = sourceOf(output);
            if (source != null) {
                addresses.put(source, addressOf(path));
                chunks.put(source, importedBy(output, outputs));
            }
        });
        built = Map.copyOf(addresses);
        preloads = Map.copyOf(chunks);
    }

    /**
     * Where the file is, below the application's own path.
     *
     * @param path of its source in {@code web-static/}; what the build did not know keeps its name
     */
    public String address(String path) {
        String address = built.get(path);
        return address != null ? address : "/static/" + encoded(path);
    }

    /** The addresses of all that a script imports, which a browser would otherwise learn of one after the other. */
    public List<String> preloads(String entry) {
        return preloads.getOrDefault(entry, List.of());
    }

    private static Manifest read(InputStream manifest) {
        try (manifest) {
            return JsonMapper.shared().readValue(manifest, Manifest.class);
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException(MANIFEST + " cannot be read: " + e.getMessage(), e);
        }
    }

    // A picture is an entry too, but is not said to be one; what scripts share is of many sources or of a script.
    private static @Nullable String sourceOf(Output output) {
        if (output.entryPoint() != null) {
            return output.entryPoint();
        }
        return output.inputs().keySet().stream()
                .filter(input -> input.startsWith("img/"))
                .findFirst()
                .orElse(null);
    }

    private static List<String> importedBy(Output entry, Map<String, Output> outputs) {
        Set<String> paths = new LinkedHashSet<>();
        Deque<Output> importers = new ArrayDeque<>(List.of(entry));
        while (!importers.isEmpty()) {
            for (Import each : importers.remove().imports()) {
                Output imported = outputs.get(each.path());
                if (each.kind().equals("import-statement") && imported != null && paths.add(each.path())) {
                    importers.add(imported);
                }
            }
        }
        return paths.stream().map(Assets::addressOf).toList();
    }

    // The first name is that of the folder which the build wrote to.
    private static String addressOf(String output) {
        return "/static/built" + encoded(output.substring(output.indexOf('/')));
    }

    private static String encoded(String path) {
        return UriUtils.encodePath(path, StandardCharsets.UTF_8);
    }
}
