package org.seckill.testkit.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;

/** One connection through a proxy. One thread passes requests on, another one the answers. */
final class TcpPipe {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final ProxyPort port;
    private final RequestTrap trap;
    private final Socket client;
    private final Socket server;
    private final ProxyStream requests;
    private final ProxyStream answers;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean dropsAnswers;
    private volatile boolean isLate;

    TcpPipe(ProxyPort port, RequestTrap trap, Socket client, Socket server, StreamGate requests, StreamGate answers) {
        this.port = port;
        this.trap = trap;
        this.client = client;
        this.server = server;
        this.requests = new ProxyStream(client, server, requests);
        this.answers = new ProxyStream(server, client, answers);
    }

    void passRequests() {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = requests.read(buffer); n >= 0; n = requests.read(buffer)) {
            if (trap.strikes(new String(buffer, 0, n, ISO_8859_1))) {
                if (trap.fault() == Fault.BEFORE_THE_REQUEST) {
                    end();
                    return;
                }
                beginFault();
            }
            requests.write(buffer, n);
            if (isLate) {
                // Its client is gone; the server answers it nevertheless.
                ConcurrentRun.await(answered);
            }
        }
        if (requests.passes()) {
            end();
        }
    }

    void passAnswers() {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = answers.read(buffer); n >= 0; n = answers.read(buffer)) {
            if (isLate) {
                trap.answeredLateRequest();
                answered.countDown();
            }
            if (!dropsAnswers) {
                answers.write(buffer, n);
            } else if (trap.fault() == Fault.BEFORE_THE_ANSWER) {
                end();
                return;
            }
        }
        if (answers.passes()) {
            end();
        }
    }

    boolean hasLost() {
        return requests.hasLost() || answers.hasLost();
    }

    boolean isClosed() {
        return client.isClosed() && server.isClosed();
    }

    void reset() {
        port.reset(client, server);
    }

    private void beginFault() {
        if (trap.fault() == Fault.LATE_REQUEST) {
            isLate = true;
            trap.awaitEnd();
        } else {
            dropsAnswers = true;
        }
    }

    private void end() {
        port.end(client);
        port.end(server);
    }
}
