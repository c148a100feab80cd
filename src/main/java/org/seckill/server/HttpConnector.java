package org.seckill.server;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Response;

/** Creates the HTTP connectors. Their limits bound the memory that a crowd can take before it reaches the application. */
final class HttpConnector {
    private static final int LARGEST_FORM_BYTES = 8 * 1024;

    /** Output buffer of each connection: holds every compressed page, and most uncompressed ones. */
    private static final int WRITE_BUFFER_BYTES = 16 * 1024;

    /** Response buffer of each active request; longer responses bypass it. Tomcat's default is two of four times this. */
    private static final int RESPONSE_BUFFER_BYTES = 2 * 1024;

    /** Input buffer of each connection: holds the head of a typical request; a longer one takes a second read. */
    private static final int READ_BUFFER_BYTES = 2 * 1024;

    /** Most open connections for monitoring; further ones wait in the kernel. */
    private static final int CONNECTIONS = 8192;

    /** Enough for monitoring programs, which send a request every few seconds. */
    private static final int MANAGEMENT_THREADS = 10;

    private HttpConnector() {}

    /**
     * A connector with threads of its own for monitoring: it answers while all threads of the main connector are in
     * use.
     */
    static Connector forManagement(Listen listen, HttpDeadlines deadlines) {
        Connector connector = on(listen, deadlines, CONNECTIONS);
        connector.setProperty("maxThreads", Integer.toString(MANAGEMENT_THREADS));
        connector.setProperty("minSpareThreads", "1");
        return connector;
    }

    /** The connector that Netty forwards to. */
    static Connector behindNetty(HttpDeadlines deadlines) {
        Connector connector = on(new Listen("127.0.0.1", 0), deadlines, CONNECTIONS);
        connector.setProperty("keepAliveTimeout", "60000");
        // Bound once: Tomcat cannot close a Unix domain socket twice. Clients come through Netty, whose port opens
        // later.
        connector.setProperty("bindOnInit", "true");
        // Few connections: their buffers may be in the heap. Tomcat frees direct ones through sun.misc.Unsafe.
        connector.setProperty("socket.directBuffer", "false");
        return connector;
    }

    static Connector on(Listen listen, HttpDeadlines deadlines, int connections) {
        Connector connector = new Connector(new DeadlineProtocol(deadlines)) {
            @Override
            public Response createResponse(org.apache.coyote.Response response) {
                return new Response(response, RESPONSE_BUFFER_BYTES);
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
        // The port opens when the application is ready, and closes before the application stops.
        connector.setProperty("bindOnInit", "false");
        // An order holds no thread while it waits at the desk. A page does while it waits for the database.
        connector.setProperty("maxThreads", "200");
        // When a sale opens, new connections wait in the kernel instead of being refused.
        connector.setProperty("acceptCount", "4096");
        // Proxies keep connections for a long time: a new one costs more than many responses.
        connector.setProperty("maxKeepAliveRequests", "10000");
        connector.setProperty("maxConnections", Integer.toString(connections));
        // Reuses the processors of all connections, which may all wait at the desk. Tomcat's default is 200.
        connector.setProperty("processorCache", Integer.toString(connections));
        connector.setProperty("connectionTimeout", "20000");
        // Buffers outside the heap save the copy for each read and write.
        connector.setProperty("socket.directBuffer", "true");
        // Small buffers, because thousands of requests wait at the desk, each with its buffers.
        connector.setProperty("socket.appReadBufSize", Integer.toString(READ_BUFFER_BYTES));
        connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITE_BUFFER_BYTES));
        connector.setProperty("compression", "on");
        connector.setProperty("compressionMinSize", "1024");
        connector.setProperty(
                "compressibleMimeType", "text/html,text/css,text/javascript,application/javascript,application/json");
        return connector;
    }
}
