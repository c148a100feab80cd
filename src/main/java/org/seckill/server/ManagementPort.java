package org.seckill.server;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Restricts {@code /metrics} and {@code /readyz} to the management port, and that port to them. Both ports serve
 * {@code /healthz}. Other requests get 404.
 */
final class ManagementPort extends ValveBase {
    private static final Set<String> MANAGEMENT = Set.of("/metrics", "/readyz");
    private static final String BOTH = "/healthz";

    private final Connector port;

    ManagementPort(Connector port) {
        super(true);
        this.port = port;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String path = request.getDecodedRequestURI();
        boolean isHere = request.getConnector() == port;
        if (BOTH.equals(path) || MANAGEMENT.contains(String.valueOf(path)) == isHere) {
            getNext().invoke(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
