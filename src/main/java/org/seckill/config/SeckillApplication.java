package org.seckill.config;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.seckill.metrics.RequestTimes;
import org.seckill.web.RequestGate;
import org.seckill.web.SecurityHeaders;
import org.seckill.web.Shortcuts;
import org.seckill.web.WholeAnswers;
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
    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext servlets) {
        Settings settings = Settings.read(name -> setting(servlets, name));
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.setServletContext(servlets);
        spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("settings", settings));
        spring.register(
                FeatureConfig.class,
                SchemaConfig.class,
                DataConfig.class,
                RedisConfig.class,
                MetricsConfig.class,
                WebConfig.class);
        if (settings.zooKeeper().isGiven()) {
            spring.register(ZooKeeperConfig.class);
        }
        spring.refresh();
        // Before the next one, for listeners are told of the end in reverse: the pool is closed by then.
        servlets.addListener(new DriverFarewell());
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
        add(servlets, "shortcuts", spring.getBean(Shortcuts.class), "/seckill/*");
        add(servlets, "whole", new WholeAnswers(), "/seckill/*");
        // Also when the visitor names another one, or none that exists: our forms are in no other.
        add(servlets, "encoding", new CharacterEncodingFilter("UTF-8", true, false), "/*");
    }

    private static void add(ServletContext servlets, String name, Filter filter, String pattern) {
        FilterRegistration.Dynamic registration = servlets.addFilter(name, filter);
        registration.setAsyncSupported(true);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, pattern);
    }

    private static @Nullable String setting(ServletContext servlets, String name) {
        String parameter = servlets.getInitParameter(name);
        return parameter != null ? parameter : System.getenv(name);
    }
}
