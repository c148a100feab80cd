package org.seckill.asset;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Gzip;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.EncodedResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/**
 * Serves the {@code .gz} file beside a file if the client accepts gzip. Spring's resolver wrongly treats {@code gzip;q=0}
 * (RFC 9110, 12.4.2) as accepted.
 */
final class PreparedGzip extends EncodedResourceResolver {
    PreparedGzip() {
        setContentCodings(List.of("gzip"));
    }

    @Override
    protected @Nullable Resource resolveResourceInternal(
            @Nullable HttpServletRequest request,
            String path,
            List<? extends Resource> locations,
            ResourceResolverChain chain) {
        return request == null || Gzip.isAcceptedBy(request)
                ? super.resolveResourceInternal(request, path, locations, chain)
                : chain.resolveResource(request, path, locations);
    }
}
