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
 * Tells the framework which methods are served at the addresses that have no controller but a {@link FastPath}, so that it
 * answers all others as it does elsewhere: OPTIONS, and 405 with the methods that are allowed.
 */
@Component
final class FastPathMethods {
    FastPathMethods(List<FastPath> shortcuts, RequestMappingHandlerMapping framework) throws NoSuchMethodException {
        Method served = FastPathMethods.class.getDeclaredMethod("served");
        for (FastPath shortcut : shortcuts) {
            if (!shortcut.hasController()) {
                framework.registerMapping(mapping(shortcut, framework), this, served);
            }
        }
    }

    /** By the shortcut, before the framework is asked; behind it is nothing. */
    ResponseEntity<Void> served() {
        return ResponseEntity.notFound().build();
    }

    private static RequestMappingInfo mapping(FastPath shortcut, RequestMappingHandlerMapping framework) {
        return RequestMappingInfo.paths(FastPathFilter.BELOW + shortcut.address())
                .methods(shortcut.methods().stream().map(RequestMethod::valueOf).toArray(RequestMethod[]::new))
                .options(framework.getBuilderConfiguration())
                .build();
    }
}
