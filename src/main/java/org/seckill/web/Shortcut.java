package org.seckill.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Serves one address for which a crowd asks at once, without the framework. */
public interface Shortcut {
    /** Below {@code /seckill/}, with a star for each part that varies, such as {@code *}{@code /exposer}. */
    String address();

    /**
     * May throw whatever a controller may; it becomes the same answer.
     *
     * @param parts of the address, below {@code /seckill/}
     * @return false when it did nothing, and the framework is to serve the request
     */
    boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException, ServletException;
}
