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

/**
 * The application in an embedded Tomcat. It is found as any servlet container finds it, through
 * {@link ServletContainerInitializer}, so this package knows nothing of it.
 */
public final class Server implements AutoCloseable {
    /** The init parameter by which the application knows that it runs in this server and in no servlet container. */
    public static final String EMBEDDED = "org.seckill.server.embedded";

    private static final long IN_FLIGHT_MILLIS = 5_000;

    private final Tomcat tomcat;
    private final WorkFolder work;
    private @Nullable Supplier<String> managementUrl;

    private Server(Tomcat tomcat, WorkFolder work) {
        this.tomcat = tomcat;
        this.work = work;
    }

    /** As {@link #start(Listen, Map, Path)}, with a work folder of its own that goes when the server is closed. */
    public static Server start(Listen listen, Map<String, String> settings) {
        return start(listen, settings, WorkFolder.temporary(), applications());
    }

    /**
     * Returns when the application has started and the ports are open.
     *
     * @param settings what the application and this server read before the environment; the application has them as init
     *     parameters of its servlet context
     * @param workDir Tomcat's scratch folder; when the server has to make it, it also deletes it in {@link #close()}
     * @throws StartupFailure when the application or the port refuses; nothing is left running then
     */
    public static Server start(Listen listen, Map<String, String> settings, Path workDir) {
        return start(listen, settings, WorkFolder.at(workDir), applications());
    }

    static Server start(
            Listen listen,
            Map<String, String> settings,
            WorkFolder work,
            List<ServletContainerInitializer> applications) {
        // Both are once for all in a JVM, which in a one-command run is Maven's and not ours to change.
        TomcatURLStreamHandlerFactory.disable();
        Registry.disableRegistry();
        Tomcat tomcat = new Tomcat();
        Server server = new Server(tomcat, work);
        List<SharedInitializer> initializers =
                applications.stream().map(SharedInitializer::new).toList();
        try {
            tomcat.setBaseDir(work.path().toString());
            StandardContext context = context(tomcat, settings, work.documents());
            server.listen(listen, name -> settings.containsKey(name) ? settings.get(name) : System.getenv(name));
            initializers.forEach(initializer -> context.addServletContainerInitializer(initializer, null));
            tomcat.start();
            requireStarted(context);
            return server;
        } catch (LifecycleException | RuntimeException e) {
            server.close();
            throw faultOf(initializers, listen, e);
        }
    }

    /** The port that is open, also when any free one was asked for. */
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** The address of {@code /readyz} and {@code /metrics}, where they have a port of their own. */
    public Optional<String> managementUrl() {
        return Optional.ofNullable(managementUrl).map(Supplier::get);
    }

    Tomcat tomcat() {
        return tomcat;
    }

    /** Closes the port, lets the requests in flight finish, stops the application. A second call does nothing. */
    @Override
    public void close() {
        try {
            if (tomcat.getServer().getState().isAvailable()) {
                RequestDrain.of(tomcat.getConnector(), IN_FLIGHT_MILLIS);
                tomcat.stop();
            }
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the server did not stop: " + e.getMessage(), e);
        } finally {
            work.close();
        }
    }

    private void listen(Listen listen, Function<String, @Nullable String> settings) {
        HttpDeadlines deadlines = HttpDeadlines.read(settings);
        tomcat.setConnector(HttpConnector.on(listen, deadlines));
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
        // Its folder is empty, so all that would be remembered is what strangers asked for and is not there.
        StandardRoot documentRoot = new StandardRoot(context);
        documentRoot.setCachingAllowed(false);
        context.setResources(documentRoot);
        // The classes come from wherever this one came: an executable WAR, Maven's class loader, a test's.
        context.setParentClassLoader(Server.class.getClassLoader());
        context.setDelegate(true);
        context.setUnloadDelay(IN_FLIGHT_MILLIS);
        // The search for what a redeployed application leaves behind; here the JVM ends with the application.
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        // Logback would end all logging of this JVM with the application; in a container the WAR has one of its own.
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
