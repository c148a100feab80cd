package org.seckill.server;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs an initializer and keeps its exception. Tomcat would only log the exception and then open the port. */
final class SharedInitializer implements ServletContainerInitializer {
    private final ServletContainerInitializer application;
    private @Nullable Throwable fault;

    SharedInitializer(ServletContainerInitializer application) {
        this.application = application;
    }

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        try {
            application.onStartup(classes, context);
        } catch (Throwable e) {
            fault = e;
            // Unchecked: Tomcat ignores a ServletException and opens the port.
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    Throwable fault() {
        return fault;
    }
}
