package org.seckill.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Serves one frequently requested address without Spring MVC. Implementations are thread-safe. */
public interface FastPath {
    /**
     * @return the path below {@code /seckill/}, with a star for each variable part, such as {@code *}{@code /exposer}
     */
    String address();

    /**
     * @return the HTTP methods that this serves; GET includes HEAD. Spring MVC gets requests with other methods, and
     *     those for which {@link #serve} returns false
     */
    Set<String> methods();

    /** Whether a controller serves the same address if {@link #serve} returns false. */
    default boolean hasController() {
        return false;
    }

    /**
     * Serves a request. Exceptions are answered like those of a controller.
     *
     * @param parts of the path below {@code /seckill/}
     * @return false if it did nothing, and the controller at the same address must serve the request
     */
    boolean serve(HttpServletRequest request, HttpServletResponse response, List<String> parts)
            throws IOException, ServletException;
}
