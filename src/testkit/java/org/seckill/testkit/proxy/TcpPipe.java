package org.seckill.testkit.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.seckill.testkit.proxy.TcpProxy.Fault;
import org.seckill.testkit.run.ConcurrentRun;

/** One connection through a proxy. One thread passes requests on, and another the answers. */
final class TcpPipe {
    private static final int MOST = 64 * 1024;

    private final ProxyPort door;
    private final RequestTrap ambush;
    private final Socket client;
    private final Socket server;
    private final ProxyStream requests;
    private final ProxyStream answers;
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean swallowing;
    private volatile boolean late;

    TcpPipe(ProxyPort door, RequestTrap ambush, Socket client, Socket server, StreamGate requests, StreamGate answers) {
        this.door = door;
        this.ambush = ambush;
        this.client = client;
        this.server = server;
        this.requests = new ProxyStream(client, server, requests);
        this.answers = new ProxyStream(server, client, answers);
    }

    void passRequests() {
        byte[] buffer = new byte[MOST];
        for (int n = requests.read(buffer); n >= 0; n = requests.read(buffer)) {
            if (ambush.strikes(new String(buffer, 0, n, ISO_8859_1))) {
                if (ambush.fault() == Fault.BEFORE_THE_REQUEST) {
                    end();
                    return;
                }
                fallInto();
            }
            requests.write(buffer, n);
            if (late) {
                // Its client has gone; the server is to serve it all the same.
                ConcurrentRun.await(answered);
            }
        }
        if (requests.passes()) {
            end();
        }
    }

    void passAnswers() {
        byte[] buffer = new byte[MOST];
        for (int n = answers.read(buffer); n >= 0; n = answers.read(buffer)) {
            if (late) {
                ambush.answeredLateRequest();
                answered.countDown();
            }
            if (!swallowing) {
                answers.write(buffer, n);
            } else if (ambush.fault() == Fault.BEFORE_THE_ANSWER) {
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
        door.reset(client, server);
    }

    private void fallInto() {
        if (ambush.fault() == Fault.LATE_REQUEST) {
            late = true;
            ambush.awaitEnd();
        } else {
            swallowing = true;
        }
    }

    private void end() {
        door.end(client);
        door.end(server);
    }
}
