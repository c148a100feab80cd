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
 * Maps source paths in {@code web-static/} to the addresses of the built files; templates use it as {@code assets}. The build
 * puts a content hash in each file name and lists the names in a manifest: esbuild's metafile
 * (https://esbuild.github.io/api/#metafile). Immutable.
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
     * Returns the file's address below the context path.
     *
     * @param path of the source in {@code web-static/}; a file that the build did not process keeps its name
     */
    public String address(String path) {
        String address = built.get(path);
        return address != null ? address : "/static/" + encoded(path);
    }

    /** Returns the addresses of all modules that a script imports, so that a browser loads them in parallel. */
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

    // The metafile marks scripts and styles as entry points, but not pictures. A shared chunk has no address of its
    // own.
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

    // The path starts with the name of the build's output folder.
    private static String addressOf(String output) {
        return "/static/built" + encoded(output.substring(output.indexOf('/')));
    }

    private static String encoded(String path) {
        return UriUtils.encodePath(path, StandardCharsets.UTF_8);
    }
}
