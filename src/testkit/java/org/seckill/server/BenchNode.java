package org.seckill.server;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.seckill.http.Application;
import org.seckill.http.Endpoint;
import org.seckill.http.ErrorReply;
import org.seckill.http.FastPath;
import org.seckill.http.Reply;
import org.seckill.netty.Container;
import org.seckill.netty.NativeTransport;
import org.seckill.netty.NettyServer;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The application as {@link Main} starts it, and beside it, on the same connector, an application that is nothing but an
 * empty servlet: what this Tomcat can do at most.
 */
public final class BenchNode {
    private static final byte[] BODY = {'o', 'k'};

    private BenchNode() {}

    /** @param args the port of the node and that of the bare transport, at loopback; the settings come from the environment */
    public static void main(String[] args) throws InterruptedException {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Server server = Server.start(Listen.on("127.0.0.1", args[0]), Map.of());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "seckill-stop"));
        server.tomcat().getHost().addChild(empty());
        startBare(Integer.parseInt(args[1]));
        new CountDownLatch(1).await();
    }

    /** The bare transport: an empty answer, and no application. */
    private static void startBare(int port) {
        CompletableFuture<Reply> ok = CompletableFuture.completedFuture(Reply.json(BODY));
        Endpoint bare = Endpoint.of("/bench/bare", Set.of("GET"), (call, variables) -> ok);
        FastPath fastPath = new FastPath(List.of(() -> List.of(bare)), thrown -> ErrorReply.BUSY);
        TransportSettings settings = TransportSettings.read(System::getenv);
        NettyServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                settings.netty().orElseGet(NativeTransport::best),
                settings.loops(),
                settings.limits(HttpDeadlines.read(System::getenv)),
                new Application(fastPath, Application.NONE.timer(), Application.NONE.statistics()),
                new Container(null, port, ""));
    }

    private static StandardContext empty() {
        StandardContext context = new StandardContext();
        context.setName("/bench");
        context.setPath("/bench");
        context.addLifecycleListener(new Tomcat.FixContextListener());
        context.addServletContainerInitializer(
                (classes, servlets) ->
                        servlets.addServlet("empty", new EmptyServlet()).addMapping("/empty"),
                null);
        return context;
    }

    private static final class EmptyServlet extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentLength(BODY.length);
            response.getOutputStream().write(BODY);
        }
    }
}
