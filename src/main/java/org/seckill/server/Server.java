package org.seckill.server;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.tomcat.util.modeler.Registry;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Application;
import org.seckill.netty.NettyServer;

/**
 * An embedded Tomcat that runs the application, behind a {@link NettyServer} that serves the fast path. It finds the
 * application as any servlet container does, through {@link ServletContainerInitializer}, so that this package does not depend
 * on it.
 */
public final class Server implements AutoCloseable {
    /** The init parameter that tells the application that it runs in this server, not in a servlet container. */
    public static final String EMBEDDED = "org.seckill.server.embedded";

    private static final long IN_FLIGHT_MILLIS = 5_000;

    private final Tomcat tomcat;
    private final WorkFolder work;
    private @Nullable Supplier<String> managementUrl;

    /** Null if Tomcat serves the port itself. */
    private @Nullable NettyServer netty;

    private Server(Tomcat tomcat, WorkFolder work) {
        this.tomcat = tomcat;
        this.work = work;
    }

    /** As {@link #start(Listen, Map, Path)}, with a temporary work folder that {@link #close()} deletes. */
    public static Server start(Listen listen, Map<String, String> settings) {
        return start(listen, settings, WorkFolder.temporary(), applications());
    }

    /**
     * Starts the application and opens the ports; returns when both are done.
     *
     * @param settings override the environment; the application gets them as init parameters of its servlet context
     * @param workDir Tomcat's work folder; if the server creates it, {@link #close()} deletes it
     * @throws StartupFailure if the application does not start or a port cannot be opened; nothing is left running
     */
    public static Server start(Listen listen, Map<String, String> settings, Path workDir) {
        return start(listen, settings, WorkFolder.at(workDir), applications());
    }

    static Server start(
            Listen listen,
            Map<String, String> settings,
            WorkFolder work,
            List<ServletContainerInitializer> applications) {
        // Both would register themselves for the whole JVM, which in a one-command run is Maven's.
        TomcatURLStreamHandlerFactory.disable();
        Registry.disableRegistry();
        Tomcat tomcat = new Tomcat();
        Server server = new Server(tomcat, work);
        List<SharedInitializer> initializers =
                applications.stream().map(SharedInitializer::new).toList();
        try {
            tomcat.setBaseDir(work.path().toString());
            StandardContext context = context(tomcat, settings, work.documents());
            Function<String, @Nullable String> lookup =
                    name -> settings.containsKey(name) ? settings.get(name) : System.getenv(name);
            HttpDeadlines deadlines = HttpDeadlines.read(lookup);
            TransportSettings transport = TransportSettings.read(lookup);
            BackendPort backend = transport.netty().isPresent() ? BackendPort.in(work.path()) : null;
            tomcat.setConnector(
                    backend == null
                            ? HttpConnector.on(listen, deadlines, transport.connections())
                            : backend.connector(deadlines));
            server.listenForManagement(listen, deadlines, lookup);
            initializers.forEach(initializer -> context.addServletContainerInitializer(initializer, null));
            if (backend != null) {
                tomcat.getHost().getPipeline().addValve(backend.valve());
            }
            tomcat.start();
            requireStarted(context);
            if (backend != null) {
                server.netty = NettyServer.start(
                        listen.address(),
                        transport.netty().orElseThrow(),
                        transport.loops(),
                        transport.limits(deadlines),
                        application(context),
                        backend.container());
            }
            return server;
        } catch (LifecycleException | RuntimeException e) {
            server.close();
            throw faultOf(initializers, listen, e);
        }
    }

    /** The open port, also if any free port was requested. */
    public int port() {
        return netty == null ? tomcat.getConnector().getLocalPort() : netty.port();
    }

    /** The URL of {@code /readyz} and {@code /metrics}; empty if they have no port of their own. */
    public Optional<String> managementUrl() {
        return Optional.ofNullable(managementUrl).map(Supplier::get);
    }

    Tomcat tomcat() {
        return tomcat;
    }

    /** Closes the port, lets requests in flight finish, and stops the application. A second call does nothing. */
    @Override
    public void close() {
        try {
            if (tomcat.getServer().getState().isAvailable()) {
                drain();
                tomcat.stop();
            }
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the server did not stop: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while requests end", e);
        } finally {
            if (netty != null) {
                netty.close();
            }
            work.close();
        }
    }

    private void drain() throws InterruptedException {
        if (netty == null) {
            RequestDrain.of(tomcat.getConnector(), IN_FLIGHT_MILLIS);
        } else {
            netty.drain(IN_FLIGHT_MILLIS);
        }
    }

    private static Application application(StandardContext context) {
        return context.getServletContext().getAttribute(Application.NAME) instanceof Application application
                ? application
                : Application.NONE;
    }

    private void listenForManagement(
            Listen listen, HttpDeadlines deadlines, Function<String, @Nullable String> settings) {
        Listen.forManagement(listen, settings).ifPresent(own -> {
            own.requireFreeForManagement();
            Connector connector = HttpConnector.forManagement(own, deadlines);
            tomcat.getService().addConnector(connector);
            tomcat.getHost().getPipeline().addValve(new ManagementPort(connector));
            managementUrl = () -> own.url(connector.getLocalPort());
        });
    }

    private static List<ServletContainerInitializer> applications() {
        return ServiceLoader.load(ServletContainerInitializer.class, Server.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static StandardContext context(Tomcat tomcat, Map<String, String> settings, Path documents) {
        StandardHost host = (StandardHost) tomcat.getHost();
        host.setErrorReportValveClass(EnvelopeErrorReport.class.getName());
        host.getPipeline().addValve(new HeaderlessHttp());
        host.getPipeline().addValve(new EnvelopeErrorReport());
        StandardContext context = (StandardContext) tomcat.addContext("", documents.toString());
        // The folder is empty: a cache would hold only entries for paths that do not exist.
        StandardRoot documentRoot = new StandardRoot(context);
        documentRoot.setCachingAllowed(false);
        context.setResources(documentRoot);
        // The application's classes come from the same class loader as this one: the executable WAR's, Maven's or a
        // test's.
        context.setParentClassLoader(Server.class.getClassLoader());
        context.setDelegate(true);
        context.setUnloadDelay(IN_FLIGHT_MILLIS);
        // Leak detection for redeployed applications; here the JVM ends with the application.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        // Otherwise Logback stops all logging of this JVM with the application. In a container the WAR has its own
        // Logback.
        context.addParameter("logbackDisableServletContainerInitializer", "true");
        settings.forEach(context::addParameter);
        context.addParameter(EMBEDDED, "true");
        return context;
    }

    private static void requireStarted(StandardContext context) {
        if (!context.getState().isAvailable()) {
            throw new IllegalStateException("the application did not start: see the log");
        }
    }

    private static StartupFailure faultOf(List<SharedInitializer> initializers, Listen listen, Exception thrown) {
        if (thrown instanceof StartupFailure fault) {
            return fault;
        }
        return initializers.stream()
                .map(SharedInitializer::fault)
                .filter(Objects::nonNull)
                .findFirst()
                .map(StartupFailure::because)
                .or(() -> StartupFailure.ifPortRefused(listen, thrown))
                .orElseGet(() -> StartupFailure.because(thrown));
    }
}
