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
 * Unregisters the JDBC driver and ends its threads when a servlet container stops this application but keeps running.
 * DriverManager holds the driver for the whole JVM, and the cleanup thread of Connector/J holds the application's class
 * loader: both would keep all deployed classes in memory. A driver from a parent class loader is not touched. The pool is
 * already closed at this point, but HikariCP does not wait for its housekeeping thread.
 */
final class JdbcDriverCleanup implements ServletContextListener {
    private static final Duration THREAD_END_TIMEOUT = Duration.ofSeconds(2);

    /** Matches the threads of Connector/J and of the pool. */
    private static final Pattern THREAD_NAME = Pattern.compile("mysql-cj-|" + DataConfig.POOL + ":");

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
        // "Checked" does nothing if the thread belongs to another application.
        AbandonedConnectionCleanupThread.checkedShutdown();
        awaitThreads(application);
    }

    /** Waits for the threads to end: the container reports those that still run after this listener as leaks. */
    private static void awaitThreads(ClassLoader application) {
        try {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (THREAD_NAME.matcher(thread.getName()).lookingAt()
                        && thread.getContextClassLoader() == application) {
                    thread.join(THREAD_END_TIMEOUT.toMillis());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
