package org.seckill.web;

import java.lang.reflect.Method;
import java.util.List;
import org.seckill.http.FastPath;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Registers the methods of each {@link FastPath} without a controller in Spring MVC, so that Spring MVC answers OPTIONS
 * and refuses other methods with 405 as at any other address.
 */
@Component
final class FastPathMethods {
    FastPathMethods(List<FastPath> fastPaths, RequestMappingHandlerMapping mappings) throws NoSuchMethodException {
        Method served = FastPathMethods.class.getDeclaredMethod("served");
        for (FastPath fastPath : fastPaths) {
            if (!fastPath.hasController()) {
                mappings.registerMapping(mapping(fastPath, mappings), this, served);
            }
        }
    }

    /** Not reached for a request that the fast path serves. */
    ResponseEntity<Void> served() {
        return ResponseEntity.notFound().build();
    }

    private static RequestMappingInfo mapping(FastPath fastPath, RequestMappingHandlerMapping mappings) {
        return RequestMappingInfo.paths(FastPathFilter.PREFIX + fastPath.address())
                .methods(fastPath.methods().stream().map(RequestMethod::valueOf).toArray(RequestMethod[]::new))
                .options(mappings.getBuilderConfiguration())
                .build();
    }
}
