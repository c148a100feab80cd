package org.seckill.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.seckill.testkit.run.TestTimeouts.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.modeler.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.seckill.testkit.node.ShopClient;

/** When a request counts as over, in a real Tomcat whose only servlet does what the query says. */
@Timeout(120)
class RequestTimesTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LinkedBlockingQueue<AsyncContext> waiting = new LinkedBlockingQueue<>();
    private final Tomcat tomcat = new Tomcat();
    private ShopClient shop;

    @TempDir
    private Path folder;

    private final class Obedient extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            switch (Objects.requireNonNull(request.getQueryString())) {
                case "wait" -> waiting.add(startAsync(request));
                case "time-out" -> request.startAsync().setTimeout(50);
                case "complete" -> completeElsewhere(startAsync(request));
                case "dispatch" -> {
                    if (request.getAttribute("again") == null) {
                        request.setAttribute("again", true);
                        startAsync(request).dispatch();
                    } else {
                        waiting.add(startAsync(request));
                    }
                }
                case "write" -> writeUntilNobodyHears(response);
                case "fail" -> throw new ServletException("as asked for");
                default -> response.setStatus(Integer.parseInt(request.getQueryString()));
            }
        }

        private void writeUntilNobodyHears(HttpServletResponse response) throws IOException {
            byte[] page = new byte[64 * 1024];
            for (int i = 0; i < 10_000; i++) {
                response.getOutputStream().write(page);
            }
        }

        private AsyncContext startAsync(HttpServletRequest request) {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            return context;
        }

        // Before the filter gets to look.
        private void completeElsewhere(AsyncContext context) {
            CompletableFuture.runAsync(context::complete).join();
        }
    }

    @BeforeEach
    void start() throws LifecycleException {
        TomcatURLStreamHandlerFactory.disable();
        Registry.disableRegistry();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        StandardContext context = (StandardContext) tomcat.addContext("", folder.toString());
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        FilterDef filter = new FilterDef();
        filter.setFilterName("times");
        filter.setFilter(new RequestTimes(registry));
        filter.setAsyncSupported("true");
        context.addFilterDef(filter);
        FilterMap everything = new FilterMap();
        everything.setFilterName("times");
        everything.addURLPattern("/*");
        context.addFilterMap(everything);
        Wrapper servlet = Tomcat.addServlet(context, "obedient", new Obedient());
        servlet.setAsyncSupported(true);
        servlet.addMapping("/");
        tomcat.start();
        shop = new ShopClient(tomcat.getConnector().getLocalPort());
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void aRequestIsCountedByTheStatusThatItEndedWith() {
        int[] statuses = {200, 204, 304, 400, 404, 429, 500, 502, 503};
        for (int status : statuses) {
            assertThat(shop.get("/seckill/list?" + status).status()).isEqualTo(status);
        }
        await().until(() -> all() == statuses.length);
        assertThat(timer("list", "2xx").count()).isEqualTo(2);
        assertThat(timer("list", "3xx").count()).isEqualTo(1);
        assertThat(timer("list", "4xx").count()).isEqualTo(3);
        assertThat(timer("list", "503").count()).isEqualTo(1);
        assertThat(timer("list", "5xx").count()).isEqualTo(2);
        assertThat(running()).isZero();
    }

    @Test
    void aRequestThatFailsIsAFault() {
        assertThat(shop.get("/seckill/list?fail").status()).isEqualTo(500);
        await().until(() -> all() == 1);
        assertThat(timer("list", "5xx").count()).isEqualTo(1);
        assertThat(running()).isZero();
    }

    @Test
    void whoLeavesBeforeTheEndOfTheAnswerIsNoFault() throws IOException {
        try (Socket visitor = new Socket("localhost", tomcat.getConnector().getLocalPort())) {
            visitor.getOutputStream()
                    .write("GET /seckill/1/detail?write HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
            assertThat(visitor.getInputStream().read()).isPositive();
        }
        await().until(() -> all() == 1);
        assertThat(timer("detail", "2xx").count()).isEqualTo(1);
        assertThat(running()).isZero();
    }

    @Test
    void aRequestThatWaitsWithoutAThreadTakesUntilItIsAnswered() throws InterruptedException {
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                () -> shop.get("/seckill/1/m/execution?wait").status());
        AsyncContext request = Objects.requireNonNull(waiting.poll(60, TimeUnit.SECONDS));
        long begun = System.nanoTime();
        await().until(() -> System.nanoTime() - begun > Duration.ofMillis(300).toNanos());
        assertThat(all()).isZero();
        assertThat(running()).isEqualTo(1);
        ((HttpServletResponse) request.getResponse()).setStatus(503);
        request.complete();
        assertThat(answer.join()).isEqualTo(503);
        await().until(() -> all() == 1);
        assertThat(timer("execution", "503").count()).isEqualTo(1);
        assertThat(timer("execution", "503").totalTime(TimeUnit.MILLISECONDS)).isGreaterThan(300);
        assertThat(running()).isZero();
    }

    @Test
    void aRequestThatIsCompletedBeforeItsThreadReturnsIsCountedOnce() {
        for (int i = 0; i < 200; i++) {
            assertThat(shop.get("/seckill/1/m/execution?complete").status()).isEqualTo(200);
        }
        await().until(() -> running() == 0 && all() == 200);
        assertThat(timer("execution", "2xx").count()).isEqualTo(200);
        assertThat(all()).isEqualTo(200);
    }

    @Test
    void aRequestThatNobodyAnswersInTimeIsAFault() {
        assertThat(shop.get("/seckill/1/m/execution?time-out").status()).isEqualTo(500);
        await().until(() -> all() == 1);
        assertThat(timer("execution", "5xx").count()).isEqualTo(1);
        assertThat(running()).isZero();
    }

    @Test
    void aRequestThatWaitsTwiceIsCountedAtItsVeryEnd() throws InterruptedException {
        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                () -> shop.get("/seckill/1/m/execution?dispatch").status());
        AsyncContext request = Objects.requireNonNull(waiting.poll(60, TimeUnit.SECONDS));
        assertThat(all()).isZero();
        assertThat(running()).isEqualTo(1);
        request.complete();
        assertThat(answer.join()).isEqualTo(200);
        await().until(() -> all() == 1);
        assertThat(running()).isZero();
    }

    private double running() {
        return registry.get("seckill.requests.running").gauge().value();
    }

    private long all() {
        return registry.get("seckill.requests").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private Timer timer(String route, String status) {
        return registry.get("seckill.requests")
                .tags("route", route, "status", status)
                .timer();
    }
}
