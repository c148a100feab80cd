package org.seckill.web;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.List;
import org.seckill.http.Endpoint;
import org.seckill.http.Endpoints;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Registers the methods of each {@link Endpoint} without a controller in Spring MVC, so that Spring MVC answers OPTIONS
 * and refuses other methods with 405 as at any other address.
 */
@Component
final class EndpointMethods {
    EndpointMethods(List<Endpoints> features, RequestMappingHandlerMapping mappings) throws NoSuchMethodException {
        Method served = EndpointMethods.class.getDeclaredMethod("served", HttpServletRequest.class);
        features.stream()
                .flatMap(feature -> feature.endpoints().stream())
                .filter(endpoint -> !endpoint.hasController())
                .forEach(endpoint -> mappings.registerMapping(mapping(endpoint, mappings), this, served));
    }

    /** Not reached for a request that the endpoint serves: it has found nothing. */
    @SuppressWarnings("DoNotCallSuggester") // Spring MVC calls it.
    void served(HttpServletRequest request) throws NoResourceFoundException {
        throw new NoResourceFoundException(HttpMethod.GET, request.getRequestURI(), request.getServletPath());
    }

    private static RequestMappingInfo mapping(Endpoint endpoint, RequestMappingHandlerMapping mappings) {
        return RequestMappingInfo.paths(endpoint.address())
                .methods(endpoint.methods().stream().map(RequestMethod::valueOf).toArray(RequestMethod[]::new))
                .options(mappings.getBuilderConfiguration())
                .build();
    }
}
