package org.seckill.config;

import com.mysql.cj.jdbc.AbandonedConnectionCleanupThread;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes Connector/J out of a container that goes on without this application: its driver is known to the whole JVM, and
 * its thread holds on to every class that was deployed. Where the driver came from a class loader above the
 * application's, it is left alone. The pool is closed by now, but HikariCP does not wait for its thread.
 */
final class JdbcDriverCleanup implements ServletContextListener {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Connector/J's, and the pool's housekeeper. */
    private static final Pattern OURS = Pattern.compile("mysql-cj-|" + DataConfig.POOL + ":");

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ClassLoader application = event.getServletContext().getClassLoader();
        List<Driver> ours = DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == application)
                .toList();
        for (Driver driver : ours) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException e) {
                throw new IllegalStateException("the driver %s stays registered".formatted(driver), e);
            }
        }
        // Checked: does nothing when the thread is not of this application.
        AbandonedConnectionCleanupThread.checkedShutdown();
        awaitTheirThreads(application);
    }

    /** They are told to end, and the container looks right after us who has not. */
    private static void awaitTheirThreads(ClassLoader application) {
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (OURS.matcher(thread.getName()).lookingAt() && thread.getContextClassLoader() == application) {
                    thread.join(PATIENCE.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
