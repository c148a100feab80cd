package org.seckill.server;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/**
 * Stops HTTP without interrupting a request. Tomcat's own stop closes kept connections even if a request is arriving on
 * them, and answers 503 to requests that arrive meanwhile. A proxy would pass both on to shoppers instead of asking
 * another node.
 */
final class RequestDrain {
    private static final long STEP_MILLIS = 50;

    /** After so many steps without a request, the remaining connections are closed; proxies then ask another node. */
    private static final int QUIET_STEPS = 4;

    private RequestDrain() {}

    /** Closes the port at once. Returns when no connection is in use, or after {@code millis}. */
    static void of(Connector connector, long millis) {
        AbstractHttp11Protocol<?> http = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        http.closeServerSocketGraceful();
        // From now on each response carries "Connection: close".
        http.setMaxKeepAliveRequests(1);
        ThreadPoolExecutor threads = (ThreadPoolExecutor) http.getExecutor();
        long served = -1;
        int quiet = 0;
        for (long left = millis; left > 0 && quiet < QUIET_STEPS; left -= STEP_MILLIS) {
            if (http.awaitConnectionsClose(STEP_MILLIS) > 0) {
                return;
            }
            boolean isQuiet = http.getWaitingProcessorCount() == 0
                    && threads.getActiveCount() == 0
                    && threads.getCompletedTaskCount() == served;
            served = threads.getCompletedTaskCount();
            quiet = isQuiet ? quiet + 1 : 0;
        }
    }
}
