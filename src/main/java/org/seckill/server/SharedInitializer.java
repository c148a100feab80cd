package org.seckill.server;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what an initializer throws: Tomcat would log it and go on to open the port. */
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
            // Unchecked, because after a ServletException Tomcat opens the port nevertheless.
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    Throwable fault() {
        return fault;
    }
}
