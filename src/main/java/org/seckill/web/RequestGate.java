package org.seckill.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.seckill.http.ErrorReply;
import org.seckill.http.RequestRules;

/**
 * Applies the {@link RequestRules}, and refuses path parameters ({@code ;x}): no address has them, and container, framework
 * and proxy parse them differently.
 */
public final class RequestGate extends HttpFilter {
    private static final long serialVersionUID = 1;

    private static final ErrorReply NOT_FOUND = ErrorReply.of(404, "not found");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ErrorReply refusal = request.getRequestURI().indexOf(';') >= 0
                ? NOT_FOUND
                : RequestRules.refusal(new ServletCall(request), request.getContentLengthLong());
        if (refusal == null) {
            chain.doFilter(request, response);
        } else {
            ServletReply.write(refusal.reply(), response);
        }
    }
}
