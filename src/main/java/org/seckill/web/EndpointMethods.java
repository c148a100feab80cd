package org.seckill.web;

import java.lang.reflect.Method;
import java.util.List;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Registers the methods of each {@link Endpoint} without a controller in Spring MVC, so that Spring MVC answers OPTIONS
 * and refuses other methods with 405 as at any other address.
 */
@Component
final class EndpointMethods {
    EndpointMethods(List<Endpoints> features, RequestMappingHandlerMapping mappings) throws NoSuchMethodException {
        Method served = EndpointMethods.class.getDeclaredMethod("served");
        features.stream()
                .flatMap(feature -> feature.endpoints().stream())
                .filter(endpoint -> !endpoint.hasController())
                .forEach(endpoint -> mappings.registerMapping(mapping(endpoint, mappings), this, served));
    }

    /** Not reached for a request that the endpoint serves. */
    ResponseEntity<Void> served() {
        return ResponseEntity.notFound().build();
    }

    private static RequestMappingInfo mapping(Endpoint endpoint, RequestMappingHandlerMapping mappings) {
        return RequestMappingInfo.paths(EndpointFilter.PREFIX + endpoint.address())
                .methods(endpoint.methods().stream().map(RequestMethod::valueOf).toArray(RequestMethod[]::new))
                .options(mappings.getBuilderConfiguration())
                .build();
    }
}
