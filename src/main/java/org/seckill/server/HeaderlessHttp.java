package org.seckill.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Hangs up on HTTP/0.9. Its answers have no header, so nobody could tell a refusal from a page, nor a browser what not to
 * do with either; and nobody has spoken it for thirty years (RFC 9112, appendix A).
 */
final class HeaderlessHttp extends ValveBase {
    HeaderlessHttp() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // Its request line ends with the address; null is one that makes no sense at all.
        if ("".equals(request.getProtocol())) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        } else {
            getNext().invoke(request, response);
        }
    }
}
