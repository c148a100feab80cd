import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Builds {@code web-static/built/}, the files that browsers load: bundled and minified by esbuild, named after their
 * content, with a {@code .gz} for each text file, and with esbuild's metafile as {@code manifest.json}.
 *
 * <p>Maven runs it from source with the JDK alone: {@code java Assets.java ESBUILD SOURCES COPY ENTRY...}. All files
 * below {@code img/} are included. COPY is the folder to which Maven copies the static files for the class path; this
 * program deletes it, because Maven would keep files that no longer exist.
 */
final class Assets {
    private static final Set<String> PICTURES = Set.of("svg", "png", "jpg", "jpeg", "webp", "avif", "gif", "ico");
    private static final Set<String> TEXTS = Set.of("js", "css", "svg", "map");

    private static final Pattern FAULT =
            Pattern.compile("\\[(?:ERROR|WARNING)] (.*)(?:\\R\\s*\\R\\s+(\\S+:\\d+:\\d+):)?");

    private final String esbuild;
    private final Path sources;

    private Assets(String esbuild, Path sources) {
        this.esbuild = esbuild;
        this.sources = sources;
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Path sources = Path.of(args[1]);
            new Assets(args[0], sources).build(Path.of(args[2]), List.of(args).subList(3, args.length));
        } catch (IOException e) {
            System.err.println("static files: " + e.getMessage());
            System.exit(1);
        }
    }

    private void build(Path copy, List<String> entries) throws IOException, InterruptedException {
        // The previous build is kept until this one has succeeded.
        Path fresh = sources.resolve("built.new");
        delete(fresh);
        List<String> inputs = new ArrayList<>(entries);
        inputs.addAll(pictures());
        bundle(fresh.getFileName().toString(), inputs);
        for (Path file : files(fresh)) {
            if (TEXTS.contains(extension(file))) {
                compress(file);
            }
        }
        Path built = sources.resolve("built");
        delete(built);
        Files.move(fresh, built);
        delete(copy);
    }

    private List<String> pictures() throws IOException {
        List<String> pictures = new ArrayList<>();
        for (Path file : files(sources.resolve("img"))) {
            if (!PICTURES.contains(extension(file))) {
                throw new IOException(
                        file + " is none of " + PICTURES.stream().sorted().toList());
            }
            pictures.add(sources.relativize(file).toString().replace('\\', '/'));
        }
        return pictures;
    }

    private void bundle(String folder, Collection<String> inputs) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                executable(),
                "--bundle",
                "--splitting",
                "--format=esm",
                "--target=es2022",
                "--minify",
                "--sourcemap",
                "--entry-names=[dir]/[name]-[hash]",
                "--asset-names=[dir]/[name]-[hash]",
                "--chunk-names=js/chunk-[hash]",
                "--outbase=.",
                "--outdir=" + folder,
                "--metafile=" + folder + "/manifest.json",
                "--log-level=warning",
                "--log-limit=0",
                "--color=false"));
        PICTURES.stream().sorted().forEach(kind -> command.add("--loader:." + kind + "=copy"));
        command.addAll(inputs);
        run(command);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        // In the source folder and with relative paths, so that names do not depend on the location of the clone.
        Process process = new ProcessBuilder(command)
                .directory(sources.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        // Warnings fail the build, too: one can be a style rule that no browser understands.
        if (status != 0 || !said.isBlank()) {
            String faults = faults(said);
            throw new IOException(faults.isEmpty() ? "esbuild ended with " + status + ": " + said.strip() : faults);
        }
    }

    /** The errors and warnings in esbuild's output, one per line. */
    private String faults(String said) {
        return FAULT.matcher(said).results().map(this::fault).collect(Collectors.joining("\nstatic files: "));
    }

    private String fault(MatchResult fault) {
        String where = fault.group(2);
        return (where == null ? sources.toString() : sources.resolve(where)) + ": " + fault.group(1);
    }

    private String executable() throws IOException {
        Path file = Path.of(esbuild).toAbsolutePath();
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + " is missing; -Desbuild=... names another esbuild");
        }
        // Jars do not preserve the executable flag.
        if (!Files.isExecutable(file) && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be executed; -Desbuild=... names another esbuild");
        }
        return file.toString();
    }

    private static void compress(Path file) throws IOException {
        Path compressed = file.resolveSibling(file.getFileName() + ".gz");
        try (OutputStream out = new SmallestGzip(Files.newOutputStream(compressed))) {
            Files.copy(file, out);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The header has no time and no file name, so that equal input gives equal output. */
    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
