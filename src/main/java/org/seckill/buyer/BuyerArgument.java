package org.seckill.buyer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Gives controllers the buyer who asks: a {@code Phone} parameter refuses whoever is not logged in with
 * 401, an {@code Optional<Phone>} lets them pass.
 */
@Component
final class BuyerArgument implements HandlerMethodArgumentResolver {
    private final Buyers buyers;

    BuyerArgument(Buyers buyers) {
        this.buyers = buyers;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType() == Phone.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request =
                Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class), "a request over HTTP");
        return parameter.isOptional() ? buyers.of(request) : buyers.require(request);
    }
}
