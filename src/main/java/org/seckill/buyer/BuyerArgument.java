package org.seckill.buyer;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
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
    private final BuyerCookie cookie;

    BuyerArgument(BuyerCookie cookie) {
        this.cookie = cookie;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType() == Phone.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Optional<Phone> buyer = buyer(request.getNativeRequest(HttpServletRequest.class));
        return parameter.isOptional() ? buyer : buyer.orElseThrow(NotSignedIn::new);
    }

    private Optional<Phone> buyer(@Nullable HttpServletRequest request) {
        Cookie[] cookies = request == null ? null : request.getCookies();
        if (cookies == null) {
            return Optional.empty();
        }
        return Arrays.stream(cookies)
                .filter(c -> c.getName().equals(BuyerCookie.NAME))
                .flatMap(c -> cookie.read(c.getValue()).stream())
                .findFirst();
    }
}
