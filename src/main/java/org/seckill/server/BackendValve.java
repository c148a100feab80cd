package org.seckill.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.security.MessageDigest;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.seckill.netty.Container;

/**
 * Admits only requests that Netty forwards to the container's connector, and restores the client's address. Requests of the
 * management port pass.
 */
final class BackendValve extends ValveBase {
    private final Connector connector;
    private final byte[] secret;

    BackendValve(Connector connector, String secret) {
        super(true);
        this.connector = connector;
        this.secret = secret.getBytes(US_ASCII);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // Tomcat reports a malformed request here too, without its headers.
        if (request.getConnector() == connector && !response.isError()) {
            String given = request.getHeader(Container.SECRET_HEADER);
            if (given == null || !MessageDigest.isEqual(given.getBytes(US_ASCII), secret)) {
                response.sendError(403);
                return;
            }
            request.setRemoteAddr(request.getHeader(Container.ADDRESS_HEADER));
        }
        getNext().invoke(request, response);
    }
}
