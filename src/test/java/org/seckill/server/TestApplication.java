package org.seckill.server;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A small application: says a setting, fails, or keeps a request in flight until it is released. */
final class TestApplication extends HttpServlet implements ServletContainerInitializer {
    private static final long serialVersionUID = 1L;

    /** More than fits between a server and a client that does not read. */
    private static final String HUGE = "x".repeat(8 * 1024 * 1024);

    final transient CountDownLatch inFlight = new CountDownLatch(1);
    final transient CountDownLatch release = new CountDownLatch(1);
    final transient CountDownLatch destroyed = new CountDownLatch(1);

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        ServletRegistration.Dynamic registration = context.addServlet("answers", this);
        registration.setAsyncSupported(true);
        registration.addMapping("/");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (request.getRequestURI()) {
            case "/setting" -> say(response, String.valueOf(getServletContext().getInitParameter("SECKILL_SECRET")));
            case "/metrics", "/readyz", "/healthz" -> say(response, "told");
            case "/huge" -> say(response, HUGE);
            case "/large" -> say(response, "x".repeat(4096));
            case "/fault" -> throw new ServletException("the application's inner life");
            case "/held" -> hold(response);
            case "/parts" -> {
                say(response, "begun and ");
                response.flushBuffer();
                hold(response);
            }
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /**
     * Reads its form. Two read nothing and answer when they are released: {@code /held} has a thread until then and
     * {@code /waiting} has none.
     */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getRequestURI().equals("/held")) {
            hold(response);
        } else if (request.getRequestURI().equals("/waiting")) {
            AsyncContext waiting = request.startAsync();
            waiting.setTimeout(0);
            waiting.start(() -> {
                try {
                    hold(response);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    waiting.complete();
                }
            });
        } else {
            say(response, String.valueOf(request.getParameter("phone")));
        }
    }

    @Override
    public void destroy() {
        destroyed.countDown();
    }

    private void hold(HttpServletResponse response) throws IOException {
        inFlight.countDown();
        try {
            release.await();
            say(response, "released");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void say(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(text);
    }
}
