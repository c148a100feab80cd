package org.seckill.server;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

/**
 * Ends HTTP without cutting anybody off. Tomcat's own stop closes kept connections whatever is on them, and answers 503 to
 * what arrives meanwhile: a proxy that keeps connections would hand both to shoppers, with other nodes at hand.
 */
final class RequestDrain {
    private static final long STEP_MILLIS = 50;

    /** Whoever has asked nothing for so many steps may find the connection closed, and asks elsewhere. */
    private static final int QUIET_STEPS = 4;

    private RequestDrain() {}

    /** Closes the port at once; returns when no connection is in use any more, or when the time is over. */
    static void of(Connector connector, long millis) {
        AbstractHttp11Protocol<?> http = (AbstractHttp11Protocol<?>) connector.getProtocolHandler();
        http.closeServerSocketGraceful();
        // Each answer from now on says that its connection ends with it.
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
