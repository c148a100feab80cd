package org.seckill.config;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.seckill.http.Application;
import org.seckill.http.FastPath;
import org.seckill.log.LogLevel;
import org.seckill.metrics.RequestTimes;
import org.seckill.metrics.TransportMeters;
import org.seckill.server.Server;
import org.seckill.server.StartupFailure;
import org.seckill.web.BufferedResponseFilter;
import org.seckill.web.EndpointFilter;
import org.seckill.web.RequestGate;
import org.seckill.web.SecurityHeadersFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The entry point for a servlet container, which finds it by its service file. It refreshes the Spring context during the
 * start, so that an invalid setting or an unreachable database fails the start and not the first request.
 */
public final class SeckillApplication implements ServletContainerInitializer {
    private static final Logger log = LoggerFactory.getLogger(SeckillApplication.class);

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext servlets) throws ServletException {
        try {
            start(servlets);
        } catch (RuntimeException e) {
            log.debug("start failed", e);
            throw new StartRefused(StartupFailure.because(e));
        }
    }

    /** Fails the start with one line in the log: a container prints stack traces, and this exception has none. */
    @SuppressWarnings("OverrideThrowableToString") // `java -jar` prints getMessage() after its own prefix.
    private static final class StartRefused extends ServletException {
        private static final long serialVersionUID = 1;

        StartRefused(StartupFailure fault) {
            super(fault.getMessage());
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }

        @Override
        public String toString() {
            return "Seckill could not start: " + getMessage();
        }
    }

    private static void start(ServletContext servlets) {
        Settings settings = Settings.read(name -> setting(servlets, name), names(servlets));
        if (servlets.getInitParameter(Server.EMBEDDED) == null) {
            refuseAddresses(name -> setting(servlets, name));
        }
        if (servlets.getInitParameter(LogLevel.NAME) != null) {
            LogLevel.set(settings.logLevel());
        }
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.setServletContext(servlets);
        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("settings", settings));
        spring.register(
                FeatureConfig.class,
                SchemaConfig.class,
                DataConfig.class,
                DatabaseWatchConfig.class,
                RedisConfig.class,
                MetricsConfig.class,
                WebConfig.class);
        if (settings.zooKeeper().isGiven()) {
            spring.register(ZooKeeperConfig.class);
        }
        spring.refresh();
        // Added before the next listener: listeners are destroyed in reverse order, and the pool must be closed first.
        servlets.addListener(new JdbcDriverCleanup());
        // Closes the context when the container stops.
        servlets.addListener(new ContextLoaderListener(spring));
        ServletRegistration.Dynamic dispatcher = servlets.addServlet("dispatcher", new DispatcherServlet(spring));
        dispatcher.setLoadOnStartup(1);
        dispatcher.addMapping("/");
        // A request can be asynchronous only if the servlet and all its filters support it.
        dispatcher.setAsyncSupported(true);
        servlets.setAttribute(
                Application.NAME,
                new Application(
                        spring.getBean(FastPath.class),
                        spring.getBean(RequestTimes.class),
                        spring.getBean(TransportMeters.class)));
        add(servlets, "times", spring.getBean(RequestTimes.class), "/*");
        add(servlets, "headers", new SecurityHeadersFilter(), "/*");
        add(servlets, "gate", new RequestGate(), "/*");
        add(servlets, "endpoints", new EndpointFilter(spring.getBean(FastPath.class)), "/*");
        add(servlets, "whole", new BufferedResponseFilter(), "/seckill/*");
        // Forced, also if the client names another charset or an unknown one: the shop's forms are always UTF-8.
        add(servlets, "encoding", new CharacterEncodingFilter("UTF-8", true, false), "/*");
    }

    // These settings have no effect in a servlet container: an operator would wrongly believe that metrics are not
    // public.
    static void refuseAddresses(Function<String, @Nullable String> lookup) {
        for (String name : List.of("SECKILL_HTTP_HOST", "SECKILL_MANAGEMENT_HOST", "SECKILL_MANAGEMENT_PORT")) {
            String value = lookup.apply(name);
            if (value != null && !value.isBlank()) {
                throw new InvalidSetting(
                        name + " is '" + value + "': allowed is nothing in a servlet container, which opens"
                                + " its ports itself; set the address of its Connector, and keep /metrics and /readyz from the"
                                + " public in the proxy in front");
            }
        }
    }

    private static void add(ServletContext servlets, String name, Filter filter, String pattern) {
        FilterRegistration.Dynamic registration = servlets.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, pattern);
    }

    private static Set<String> names(ServletContext servlets) {
        Set<String> names = new HashSet<>(System.getenv().keySet());
        names.addAll(Collections.list(servlets.getInitParameterNames()));
        return names;
    }

    private static @Nullable String setting(ServletContext servlets, String name) {
        String parameter = servlets.getInitParameter(name);
        return parameter != null ? parameter : System.getenv(name);
    }
}
