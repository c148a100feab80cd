package org.seckill.config;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.seckill.web.RequestGate;
import org.seckill.web.SecurityHeaders;
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
        spring.register(FeatureConfig.class, DataConfig.class, RedisConfig.class, MetricsConfig.class, WebConfig.class);
        spring.refresh();
        // Before the next one, for listeners are told of the end in reverse: the pool is closed by then.
        servlets.addListener(new DriverFarewell());
        // It closes the context when the container stops.
        servlets.addListener(new ContextLoaderListener(spring));
        ServletRegistration.Dynamic dispatcher = servlets.addServlet("dispatcher", new DispatcherServlet(spring));
        dispatcher.setLoadOnStartup(1);
        dispatcher.addMapping("/");
        addFilters(servlets);
    }

    private static void addFilters(ServletContext servlets) {
        EnumSet<DispatcherType> requests = EnumSet.of(DispatcherType.REQUEST);
        servlets.addFilter("headers", new SecurityHeaders()).addMappingForUrlPatterns(requests, false, "/*");
        servlets.addFilter("gate", new RequestGate()).addMappingForUrlPatterns(requests, false, "/*");
        servlets.addFilter("whole", new WholeAnswers()).addMappingForUrlPatterns(requests, false, "/seckill/*");
        servlets.addFilter("encoding", new CharacterEncodingFilter("UTF-8"))
                .addMappingForUrlPatterns(requests, false, "/*");
    }

    private static @Nullable String setting(ServletContext servlets, String name) {
        String parameter = servlets.getInitParameter(name);
        return parameter != null ? parameter : System.getenv(name);
    }
}
