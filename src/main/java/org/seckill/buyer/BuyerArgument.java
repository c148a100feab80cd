package org.seckill.buyer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Call;
import org.seckill.web.ServletCall;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Resolves controller parameters to the logged-in buyer: {@code Phone} refuses a request without a login with 401,
 * {@code Optional<Phone>} is empty then.
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
        Call call = new ServletCall(request);
        return parameter.isOptional() ? buyers.of(call) : buyers.require(call);
    }
}
