package org.seckill.asset;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.resource.PathResourceResolver;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/** Serves the files of one folder. A file with a {@code .gz} file beside it is sent compressed to clients that accept gzip. */
final class StaticFileHandler extends ResourceHttpRequestHandler {
    private final Pattern served;

    /**
     * @param folder a Spring resource location
     * @param served matches the paths below the folder that have an address; all other paths are 404
     */
    StaticFileHandler(String folder, Pattern served) {
        this.served = served;
        setLocationValues(List.of(folder));
        setResourceResolvers(List.of(new PreparedGzip(), new PathResourceResolver()));
        setMediaTypes(Map.of("map", MediaType.APPLICATION_JSON));
        setVaryByRequestHeaders(HttpHeaders.ACCEPT_ENCODING);
    }

    @Override
    protected boolean isInvalidPath(String path) {
        return super.isInvalidPath(path) || !served.matcher(path).matches();
    }

    // A container derives the type from the file name, without a charset. All our text files are UTF-8.
    @Override
    protected @Nullable MediaType getMediaType(HttpServletRequest request, Resource resource) {
        MediaType type = super.getMediaType(request, resource);
        return type != null && type.getType().equals("text") ? new MediaType(type, StandardCharsets.UTF_8) : type;
    }
}
