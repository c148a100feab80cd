package org.seckill.server;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Response;

/** How HTTP is spoken: every bound here keeps a crowd from taking memory before the application sees it. */
final class HttpConnector {
    private static final int LARGEST_FORM_BYTES = 8 * 1024;

    /** What leaves in one piece: a page as browsers take it, compressed, and most as they are. Each connection has it. */
    private static final int WRITTEN_AT_ONCE_BYTES = 16 * 1024;

    /** Of each request that is being answered; what is longer leaves past it. Tomcat's own is four times that, twice. */
    private static final int ANSWER_BUFFER_BYTES = 2 * 1024;

    /** A request's head as browsers send it; a longer one takes a second reading. */
    private static final int READ_AT_ONCE_BYTES = 2 * 1024;

    /** Held at once; more wait in the kernel. */
    private static final int CONNECTIONS = 8192;

    /** Of programs that watch: one asks every few seconds. */
    private static final int MANAGEMENT_THREADS = 10;

    private HttpConnector() {}

    /** For programs that watch this node: it answers them also when every thread of the other is in use. */
    static Connector forManagement(Listen listen, HttpDeadlines deadlines) {
        Connector connector = on(listen, deadlines);
        connector.setProperty("maxThreads", Integer.toString(MANAGEMENT_THREADS));
        connector.setProperty("minSpareThreads", "1");
        return connector;
    }

    static Connector on(Listen listen, HttpDeadlines deadlines) {
        Connector connector = new Connector(new DeadlineProtocol(deadlines)) {
            @Override
            public Response createResponse(org.apache.coyote.Response response) {
                return new Response(response, ANSWER_BUFFER_BYTES);
            }
        };
        connector.setPort(listen.port());
        connector.setThrowOnFailure(true);
        connector.setURIEncoding("UTF-8");
        connector.setXpoweredBy(false);
        connector.setMaxPostSize(LARGEST_FORM_BYTES);
        if (listen.host() != null) {
            connector.setProperty("address", listen.host());
        }
        // The port opens when the application is ready, and closes first of all when it stops.
        connector.setProperty("bindOnInit", "false");
        // No order holds one while it waits at the desk; pages do that a database makes wait.
        connector.setProperty("maxThreads", "200");
        // A sale opens in one instant: its crowd waits in the kernel instead of being refused.
        connector.setProperty("acceptCount", "4096");
        // Between proxy and node connections are kept for long: each costs more than many answers.
        connector.setProperty("maxKeepAliveRequests", "10000");
        connector.setProperty("maxConnections", Integer.toString(CONNECTIONS));
        // What a request needs is kept for the next one, however many wait at the desk; 200 are, by default.
        connector.setProperty("processorCache", Integer.toString(CONNECTIONS));
        connector.setProperty("connectionTimeout", "20000");
        // Outside the heap, which the system reads and writes without another copy.
        connector.setProperty("socket.directBuffer", "true");
        // Thousands wait at the desk at once, and each with what Tomcat holds for it.
        connector.setProperty("socket.appReadBufSize", Integer.toString(READ_AT_ONCE_BYTES));
        connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITTEN_AT_ONCE_BYTES));
        connector.setProperty("compression", "on");
        connector.setProperty("compressionMinSize", "1024");
        connector.setProperty(
                "compressibleMimeType", "text/html,text/css,text/javascript,application/javascript,application/json");
        return connector;
    }
}
