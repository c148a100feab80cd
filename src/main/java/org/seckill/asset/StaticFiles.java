package org.seckill.asset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Call;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.seckill.http.EntityTag;
import org.seckill.http.Gzip;
import org.seckill.http.Reply;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * Serves {@code web-static/} when Nginx does not. A file with a content hash in its name is cached for a year; any other file
 * is revalidated on each use. {@code Last-Modified} is not sent, because all files in an archive have the same date. All files
 * are kept in memory: they are few and small. Immutable.
 */
@Component
final class StaticFiles implements Endpoints {
    private static final String FOLDER = "/static/";
    private static final String BUILT = "built/";
    private static final String ZIPPED = ".gz";
    private static final Pattern HASHED_NAME = Pattern.compile(".+-([A-Z2-7]{8})\\.[a-z0-9]+(\\.map)?");

    private static final String A_YEAR = String.valueOf(
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable().getHeaderValue());

    /** By the path below the folder. */
    private final Map<String, StaticFile> files = new HashMap<>();

    /** @param zipped null if the file has no compressed form */
    private record StaticFile(
            String tag, Reply plain, @Nullable Reply zipped) {
        Reply reply(Call call) {
            Reply reply = zipped != null && Gzip.isAcceptedBy(call) ? zipped : plain;
            return EntityTag.isKnown(tag, call) ? reply.notModified() : reply;
        }
    }

    StaticFiles() throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:static/**/*.*")) {
            String url = file.getURL().toString();
            contents.put(url.substring(url.lastIndexOf(FOLDER) + FOLDER.length()), file.getContentAsByteArray());
        }
        contents.forEach((path, content) -> {
            // The manifest and the .gz files have no address.
            if (!path.endsWith(ZIPPED) && (!path.startsWith(BUILT) || isHashed(path))) {
                files.put(path, file(path, content, contents.get(path + ZIPPED)));
            }
        });
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.of(FOLDER + "**", Set.of("GET"), (call, variables) -> {
            StaticFile file = files.get(String.join("/", variables));
            return file == null ? null : CompletableFuture.completedFuture(file.reply(call));
        }));
    }

    private static StaticFile file(String path, byte[] plain, byte @Nullable [] zipped) {
        Matcher hashed = HASHED_NAME.matcher(path);
        boolean isHashed = path.startsWith(BUILT) && hashed.matches();
        // Weak, because the file and its compressed form have the same tag.
        String tag = "W/\"" + (isHashed ? hashed.group(1) : DigestUtils.md5DigestAsHex(plain)) + '"';
        Map<String, String> headers = Map.of(
                "Content-Type",
                type(path).toString(),
                "Cache-Control",
                isHashed ? A_YEAR : "no-cache",
                "ETag",
                tag,
                "Vary",
                "Accept-Encoding");
        Reply reply = new Reply(200, headers, plain);
        return new StaticFile(
                tag, reply, zipped == null ? null : new Reply(200, headers, zipped).with("Content-Encoding", "gzip"));
    }

    private static boolean isHashed(String path) {
        return HASHED_NAME.matcher(path).matches();
    }

    private static MediaType type(String path) {
        if (path.endsWith(".map")) {
            return MediaType.APPLICATION_JSON;
        }
        MediaType type = MediaTypeFactory.getMediaType(path).orElse(MediaType.APPLICATION_OCTET_STREAM);
        // All our text files are UTF-8.
        return type.getType().equals("text") ? new MediaType(type, StandardCharsets.UTF_8) : type;
    }
}
