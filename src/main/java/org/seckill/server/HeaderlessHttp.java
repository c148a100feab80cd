package org.seckill.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection on an HTTP/0.9 request. Its responses have no header: no status to tell a refusal from a page,
 * and no security headers. The protocol is obsolete (RFC 9112, appendix A).
 */
final class HeaderlessHttp extends ValveBase {
    HeaderlessHttp() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // An HTTP/0.9 request line has no version. The protocol is null if the line could not be parsed.
        if ("".equals(request.getProtocol())) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        } else {
            getNext().invoke(request, response);
        }
    }
}
