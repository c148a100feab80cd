package org.seckill.asset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.util.DigestUtils;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Serves {@code web-static/} when Nginx does not. A file with a content hash in its name is cached for a year; any other file
 * is revalidated on each use. {@code Last-Modified} is not sent, because all files in an archive have the same date.
 */
@Configuration(proxyBeanMethods = false)
class StaticFiles {
    private static final Pattern HASHED_NAME = Pattern.compile(".+-([A-Z2-7]{8})\\.[a-z0-9]+(\\.map)?");

    // Before mappings that match all paths.
    private static final int ORDER = 1;

    @Bean
    StaticFileHandler builtFiles() {
        CacheControl aYear =
                CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
        // The manifest and the .gz files have no address.
        return handler("classpath:/static/built/", aYear, StaticFiles::hashIn, HASHED_NAME);
    }

    @Bean
    StaticFileHandler otherFiles() {
        return handler(
                "classpath:/static/", CacheControl.noCache(), StaticFiles::digest, Pattern.compile("(?!built/).+"));
    }

    @Bean
    SimpleUrlHandlerMapping staticFileMapping(StaticFileHandler builtFiles, StaticFileHandler otherFiles) {
        return new SimpleUrlHandlerMapping(Map.of("/static/built/**", builtFiles, "/static/**", otherFiles), ORDER);
    }

    private static StaticFileHandler handler(
            String folder, CacheControl cacheControl, Function<Resource, String> etag, Pattern served) {
        StaticFileHandler handler = new StaticFileHandler(folder, served);
        handler.setCacheControl(cacheControl);
        handler.setUseLastModified(false);
        // Weak, because the file and its compressed form have the same tag.
        handler.setEtagGenerator(etag.andThen(tag -> "W/\"" + tag + "\""));
        return handler;
    }

    private static String hashIn(Resource file) {
        Matcher matcher = HASHED_NAME.matcher(String.valueOf(file.getFilename()));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(file + " has no content hash in its name");
        }
        return matcher.group(1);
    }

    private static String digest(Resource file) {
        try (InputStream content = file.getInputStream()) {
            return DigestUtils.md5DigestAsHex(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
