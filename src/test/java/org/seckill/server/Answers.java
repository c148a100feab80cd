package org.seckill.server;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A small application: says a setting, fails, or keeps a request in flight until it is released. */
final class Answers extends HttpServlet implements ServletContainerInitializer {
    private static final long serialVersionUID = 1L;

    final transient CountDownLatch inFlight = new CountDownLatch(1);
    final transient CountDownLatch release = new CountDownLatch(1);
    final transient CountDownLatch destroyed = new CountDownLatch(1);

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) {
        context.addServlet("answers", this).addMapping("/");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (request.getRequestURI()) {
            case "/setting" -> say(response, String.valueOf(getServletContext().getInitParameter("SECKILL_SECRET")));
            case "/large" -> say(response, "x".repeat(4096));
            case "/fault" -> throw new ServletException("the application's inner life");
            case "/held" -> hold(response);
            default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
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
