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
 * How the application serves {@code web-static/} where no Nginx does. What the build named after its content never
 * changes at its address, so browsers need not ask again; of all else they ask each time whether it has changed.
 *
 * <p>No file is told by its date: in an archive all have the same one.
 */
@Configuration(proxyBeanMethods = false)
class StaticFiles {
    private static final Pattern NAMED_AFTER_CONTENT = Pattern.compile(".+-([A-Z2-7]{8})\\.[a-z0-9]+(\\.map)?");

    // Before the catch-all of any other mapping.
    private static final int ORDER = 1;

    @Bean
    StaticFileHandler builtFiles() {
        CacheControl forEver =
                CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
        // Neither the manifest nor what is beside a file for those who accept it has an address of its own.
        return handler("classpath:/static/built/", forEver, StaticFiles::hashIn, NAMED_AFTER_CONTENT);
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
        // Weak, for it is one tag for the file and for its compressed form.
        handler.setEtagGenerator(etag.andThen(tag -> "W/\"" + tag + "\""));
        return handler;
    }

    private static String hashIn(Resource file) {
        Matcher matcher = NAMED_AFTER_CONTENT.matcher(String.valueOf(file.getFilename()));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(file + " is not named after its content");
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
