package org.seckill.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Serves one address for which a crowd asks at once, without the framework. */
public interface FastPath {
    /** Below {@code /seckill/}, with a star for each part that varies, such as {@code *}{@code /exposer}. */
    String address();

    /**
     * @return of HTTP, those that this serves; with GET goes HEAD, as everywhere. All others, and what it does not
     *     serve, are the framework's
     */
    Set<String> methods();

    /** Whether a controller serves the same address, for when {@link #serve} does not. */
    default boolean hasController() {
        return false;
    }

    /**
     * May throw whatever a controller may; it becomes the same answer.
     *
     * @param parts of the address, below {@code /seckill/}
     * @return false when it did nothing, and a controller at the same address is to serve the request
     */
    boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException, ServletException;
}
