package org.seckill.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.seckill.log.Mask;

/** Reports why the program did not start. The message is one line for the operator: what is wrong, and what to do. */
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Access denied to the database, and unknown database. */
    private static final Set<Integer> SCHEMA_ERRORS = Set.of(1044, 1049);

    public StartupFailure(String line) {
        this(line, null);
    }

    public StartupFailure(String line, @Nullable Throwable cause) {
        super(Mask.sentence(line.strip().replaceAll("\\s*\\R\\s*", " ")), cause);
    }

    /**
     * Converts an exception of the application or Tomcat. Frameworks wrap the useful message, so it searches the
     * causes.
     */
    public static StartupFailure because(Throwable failure) {
        List<Throwable> chain = chainOf(failure);
        Throwable root = chain.get(chain.size() - 1);
        for (Throwable link : chain) {
            if (link instanceof StartupFailure fault) {
                return fault;
            }
            if (link instanceof SQLException refusal && isAboutTheConnection(refusal)) {
                String line = "the database cannot be used (%s): check that it runs, and SECKILL_DB_URL, "
                        + "SECKILL_DB_USER and SECKILL_DB_PASSWORD";
                return new StartupFailure(line.formatted(reason(root)), failure);
            }
        }
        return new StartupFailure(reason(root), failure);
    }

    /** As {@link #ifPortRefused(Listen, String, Throwable)}, for the main port. */
    static Optional<StartupFailure> ifPortRefused(Listen listen, Throwable failure) {
        return ifPortRefused(listen, "SECKILL_HTTP_PORT", failure);
    }

    /**
     * Converts a failure to open {@code listen}.
     *
     * @param setting the name of the setting that has the port
     * @return empty if {@code failure} has another cause
     */
    static Optional<StartupFailure> ifPortRefused(Listen listen, String setting, Throwable failure) {
        return chainOf(failure).stream()
                .filter(StartupFailure::isOfBind)
                .findFirst()
                .map(refusal -> new StartupFailure(
                        refusedPort(listen, setting, String.valueOf(refusal.getMessage())), failure));
    }

    /** Netty's native transports throw an exception of their own. */
    private static boolean isOfBind(Throwable failure) {
        return failure instanceof BindException
                || (failure instanceof IOException
                        && String.valueOf(failure.getMessage()).startsWith("bind("));
    }

    private static String refusedPort(Listen listen, String setting, String reason) {
        // BindException has no subtypes: only its text tells the reason.
        if (reason.contains("in use")) {
            return String.format(
                    Locale.ROOT,
                    "port %d is taken: stop what listens there or set %s to another",
                    listen.port(),
                    setting);
        }
        if (reason.contains("denied")) {
            return String.format(
                    Locale.ROOT,
                    "port %d is reserved for the superuser: set %s to one from 1024 on",
                    listen.port(),
                    setting);
        }
        return "nothing can listen on %s (%s)".formatted(listen, reason);
    }

    /** SQLSTATE classes 08 (connection) and 28 (authorization) of ISO 9075, and a schema that is unknown or denied. */
    private static boolean isAboutTheConnection(SQLException refusal) {
        String state = refusal.getSQLState();
        return SCHEMA_ERRORS.contains(refusal.getErrorCode())
                || (state != null && (state.startsWith("08") || state.startsWith("28")));
    }

    private static String reason(Throwable root) {
        String message = root.getMessage();
        if (message == null || message.isBlank()) {
            return root.getClass().getName() + " (SECKILL_LOG_LEVEL=DEBUG shows where)";
        }
        // The application's own messages are sentences. Others are incomplete without the type of the exception.
        boolean isSentence = root instanceof IllegalStateException
                || root instanceof IllegalArgumentException
                || root instanceof ServletException;
        return isSentence || root instanceof SQLException
                ? message
                : root.getClass().getSimpleName() + ": " + message;
    }

    private static List<Throwable> chainOf(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable link = failure; link != null && !chain.contains(link); link = link.getCause()) {
            chain.add(link);
        }
        return chain;
    }
}
