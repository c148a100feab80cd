package org.seckill.asset;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/** The {@code .gz} beside a file, for who accepts it. Spring's own resolver takes "gzip;q=0" (RFC 9110, 12.4.2) for yes. */
final class PreparedGzip extends EncodedResourceResolver {
    private static final Pattern REFUSAL =
            Pattern.compile("(^|,)\\s*gzip\\s*;\\s*q=0(\\.0*)?\\s*(,|$)", Pattern.CASE_INSENSITIVE);

    PreparedGzip() {
        setContentCodings(List.of("gzip"));
    }

    @Override
    protected @Nullable Resource resolveResourceInternal(
            @Nullable HttpServletRequest request,
            String path,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        String accepted = request == null ? null : request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && REFUSAL.matcher(accepted).find()
                ? chain.resolveResource(request, path, locations)
                : super.resolveResourceInternal(request, path, locations, chain);
    }
}
