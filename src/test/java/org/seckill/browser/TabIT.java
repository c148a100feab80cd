package org.seckill.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.seckill.browser.PageVisitor.Device;

/** What a tab reads while its page is replaced by the next one. */
@Tag("browser")
class TabIT {
    private static final int PAGES = 150;

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private final AtomicInteger served = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/page", exchange -> {
            try (exchange) {
                int number = served.incrementAndGet();
                String next = number < PAGES ? "<script>setTimeout(() => location.reload(), 3)</script>" : "";
                byte[] page = ("<!doctype html><html lang='en'><link rel='icon' href='data:,'><p id='number'>" + number
                                + "</p>" + next)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPageThatIsReplacedWhileItIsReadIsReadAgain() {
        BrowserTab tab = CHROMIUM.visit(PageVisitor.on(Device.PHONE));
        tab.go("http://localhost:" + server.getAddress().getPort() + "/page");
        String last = Integer.toString(PAGES);
        while (served.get() < PAGES) {
            tab.waitFor("no page", () -> tab.attribute("html", "lang").equals("en") && tab.shows("#number"));
        }
        tab.waitFor("not the last page", () -> tab.text("#number").equals(last));
        assertThat(served).hasValue(PAGES);
    }
}
