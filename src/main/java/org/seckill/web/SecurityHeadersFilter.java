package org.seckill.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.seckill.http.SecurityHeaders;

/** Sets the {@link SecurityHeaders} of every answer. */
public final class SecurityHeadersFilter extends HttpFilter {
    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // `setHeader`, not `addHeader`: a container's own filter may set the same headers.
        SecurityHeaders.ALWAYS.forEach(response::setHeader);
        if (SecurityHeaders.isOverTls(new ServletCall(request))) {
            response.setHeader(SecurityHeaders.STRICT_TRANSPORT, SecurityHeaders.ONE_YEAR);
        }
        chain.doFilter(request, response);
    }
}
