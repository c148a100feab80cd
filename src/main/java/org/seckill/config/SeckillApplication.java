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
import org.seckill.log.LogLevel;
import org.seckill.metrics.RequestTimes;
import org.seckill.server.Server;
import org.seckill.server.StartupFailure;
import org.seckill.web.BufferedResponseFilter;
import org.seckill.web.FastPathFilter;
import org.seckill.web.RequestGate;
import org.seckill.web.SecurityHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Where a servlet container finds the application, by the service file of this name. The context is
 * refreshed here, so that a wrong setting or a missing database fails the start and is not met by the
 * first shopper.
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

    /** A container prints what it is told with its stack trace: this has none, and is one line. */
    @SuppressWarnings("OverrideThrowableToString") // The message alone is what `java -jar` prints after its own words.
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
        // Before the next one, for listeners are told of the end in reverse: the pool is closed by then.
        servlets.addListener(new JdbcDriverCleanup());
        // It closes the context when the container stops.
        servlets.addListener(new ContextLoaderListener(spring));
        ServletRegistration.Dynamic dispatcher = servlets.addServlet("dispatcher", new DispatcherServlet(spring));
        dispatcher.setLoadOnStartup(1);
        dispatcher.addMapping("/");
        // A filter may end the request later only if everything that is mapped to it says that it may.
        dispatcher.setAsyncSupported(true);
        add(servlets, "times", spring.getBean(RequestTimes.class), "/*");
        add(servlets, "headers", new SecurityHeaders(), "/*");
        add(servlets, "gate", new RequestGate(), "/*");
        add(servlets, "shortcuts", spring.getBean(FastPathFilter.class), "/seckill/*");
        add(servlets, "whole", new BufferedResponseFilter(), "/seckill/*");
        // Also when the visitor names another one, or none that exists: our forms are in no other.
        add(servlets, "encoding", new CharacterEncodingFilter("UTF-8", true, false), "/*");
    }

    // Or an operator would believe that metrics are not public.
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
