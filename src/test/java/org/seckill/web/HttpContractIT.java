package org.seckill.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;
import org.seckill.testkit.run.LogLines;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.JsonNode;

/** The interface table, row by row, and what bad input gets. */
class HttpContractIT {
    private static final TestSales SALES = new TestSales(TestEngines.database());
    private static final ShopClient SHOP = TestShop.shared().client();
    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    @Test
    void theRootLeadsToTheList() {
        Answer answer = SHOP.get("/");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).endsWith("/seckill/list");
    }

    @Test
    void listAndDetailArePagesThatEscapeNames() {
        long sale = SALES.create("<script>alert('x')</script> & 手机", 3, Duration.ofMinutes(-1), Duration.ofDays(900));
        Answer detail = SHOP.get("/seckill/" + sale + "/detail");
        assertThat(detail.status()).isEqualTo(200);
        assertThat(detail.header("Content-Type")).startsWith("text/html").containsIgnoringCase("utf-8");
        assertThat(detail.http().body())
                .contains("&lt;script&gt;")
                .contains("手机")
                .doesNotContain("<script>alert");
        Answer list = SHOP.get("/seckill/list");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.http().body()).doesNotContain("<script>alert").doesNotContain("??");
    }

    @Test
    void theClockIsMillisecondsSinceTheEpoch() {
        long before = System.currentTimeMillis();
        JsonNode answer = SHOP.get("/seckill/time/now").json();
        assertThat(answer.get("success").asBoolean()).isTrue();
        assertThat(answer.get("error").isNull()).isTrue();
        assertThat(answer.get("data").asLong()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void loginSetsASignedCookieThatScriptsOfThePageCannotRead() {
        Answer answer = SHOP.post("/seckill/login", "phone=138+1234+0000");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Set-Cookie"))
                .matches("killPhone=13812340000\\.[0-9]+\\.[A-Za-z0-9_-]{43}; .*")
                .contains("HttpOnly", "SameSite=Lax", "Max-Age=604800", "Path=/")
                .doesNotContain("Secure");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }

    @Test
    void behindTlsTheCookieIsSecure() {
        Answer answer = SHOP.send(SHOP.request("/seckill/login")
                .header("X-Forwarded-Proto", "https")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("phone=13812340000")));
        assertThat(answer.header("Set-Cookie")).contains("Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "phone=",
                "phone=abc",
                "phone=12345",
                "phone=%00",
                "phone=138OOOO5678",
                "phone=tel:13812345678",
                "phone=13812345678%20ext.%205",
                "phone=13812340000138123400001381",
                "other=1"
            })
    void aBadNumberIsRefusedWithAReason(String form) {
        Answer answer = SHOP.post("/seckill/login", form);
        assertThat(answer.status()).isEqualTo(400);
        assertRefusal(answer);
        assertThat(answer.json().get("error").asString()).contains("phone");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void meIsTheMaskedPhoneOrNobody() {
        ShopClient buyer = SHOP.loggedIn("13812340000");
        assertThat(buyer.get("/seckill/me").data().get("phone").asString()).isEqualTo("138****0000");
        assertThat(SHOP.get("/seckill/me").data().isNull()).isTrue();
        Answer logout = buyer.post("/seckill/logout", "");
        assertThat(logout.status()).isEqualTo(200);
        assertThat(logout.header("Set-Cookie")).startsWith("killPhone=;").contains("Max-Age=0");
    }

    @ParameterizedTest
    @CsvSource({"POST,exposer", "GET,exposer", "POST," + MD5 + "/execution", "GET,result"})
    void aRequestThatNamesAnotherBuyerThanItsCookieIsRefused(String method, String path) {
        ShopClient first = SHOP.loggedIn("13812340001");
        ShopClient second = SHOP.loggedIn("13812340002");
        String name = first.get("/seckill/me").data().get("buyer").asString();
        assertThat(name).hasSizeGreaterThanOrEqualTo(16).doesNotContain("12340001");
        assertThat(SHOP.loggedIn("13812340001")
                        .get("/seckill/me")
                        .data()
                        .get("buyer")
                        .asString())
                .isEqualTo(name);
        String address = "/seckill/" + SALES.open(1) + "/" + path;
        Answer refused = second.send(named(second, method, address, name));
        assertThat(refused.status()).isEqualTo(409);
        assertRefusal(refused);
        assertThat(second.send(named(second, method, address, "")).status()).isEqualTo(409);
        assertThat(first.send(named(first, method, address, name)).status()).isEqualTo(200);
        assertThat(SHOP.send(named(SHOP, method, address, name)).status()).isEqualTo(401);
    }

    private static HttpRequest.Builder named(ShopClient shop, String method, String address, String buyer) {
        return shop.request(address).header("Seckill-Buyer", buyer).method(method, BodyPublishers.noBody());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "killPhone=13812340000",
                "killPhone=a.b.c",
                "killPhone=",
                "killPhone",
                "=;;=\"\\",
                "killPhone=13812340000.1.AAAA"
            })
    void aMalformedCookieIsNobody(String cookie) {
        ShopClient stranger = SHOP.withCookie(cookie);
        assertThat(stranger.get("/seckill/me").data().isNull()).isTrue();
        Answer answer = stranger.execute(SALES.open(1), MD5);
        assertThat(answer.status()).isEqualTo(401);
        assertRefusal(answer);
    }

    @ParameterizedTest
    @CsvSource({"POST,exposer", "POST," + MD5 + "/execution", "GET,result"})
    void whoIsNotLoggedInIsToldSoInTheSameWordsEverywhere(String method, String path) {
        String address = "/seckill/" + SALES.open(1) + "/" + path;
        Answer answer = SHOP.send(SHOP.request(address).method(method, BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.http().body()).isEqualTo("{\"success\":false,\"data\":null,\"error\":\"log in first\"}");
    }

    @Test
    void theExposerTellsTheAddressWhileTheSaleIsOpenToWhoIsLoggedIn() {
        long sale = SALES.open(3);
        assertThat(SHOP.expose(sale).status()).isEqualTo(401);
        JsonNode exposure = SHOP.loggedIn(ShopClient.phone(1)).expose(sale).data();
        assertThat(exposure.get("exposed").asBoolean()).isTrue();
        assertThat(exposure.get("md5").asString()).matches("[0-9a-f]{32}");
        assertThat(exposure.get("seckillId").asLong()).isEqualTo(sale);
        assertThat(exposure.get("now").asLong())
                .isBetween(exposure.get("start").asLong(), exposure.get("end").asLong());
        assertThat(exposure.get("stock").asInt()).isEqualTo(3);
        JsonNode byGet = SHOP.loggedIn(ShopClient.phone(1))
                .get("/seckill/" + sale + "/exposer")
                .data();
        assertThat(byGet.get("md5")).isEqualTo(exposure.get("md5"));
    }

    @Test
    void healthIsUpAndReadyNamesItsEngines() {
        assertThat(SHOP.get("/healthz").status()).isEqualTo(200);
        Answer ready = SHOP.get("/readyz");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.data().get("database").asString()).isEqualTo("up");
        assertThat(ready.data().get("redis").asString()).isEqualTo("up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "-1", "abc", "99999999999999999999", "1000'", "%3Cscript%3E", "1.0"})
    void aSaleThatDoesNotExistIsNotFound(String id) {
        Answer page = SHOP.get("/seckill/" + id + "/detail");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        ShopClient buyer = SHOP.loggedIn(ShopClient.phone(1));
        for (Answer answer : new Answer[] {
            buyer.post("/seckill/" + id + "/exposer", ""),
            buyer.get("/seckill/" + id + "/result"),
            buyer.post("/seckill/" + id + "/" + MD5 + "/execution", "")
        }) {
            assertThat(answer.status()).isEqualTo(404);
            assertRefusal(answer);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE,/seckill/list",
        "POST,/seckill/list",
        "POST,/seckill/time/now",
        "GET,/seckill/login",
        "GET,/seckill/logout",
        "PUT,/seckill/1000/exposer",
        "GET,/seckill/1000/0123456789abcdef0123456789abcdef/execution",
        "POST,/seckill/1000/result"
    })
    void aWrongMethodIsRefusedAndTheRightOnesNamed(String method, String path) {
        Answer answer = SHOP.send(SHOP.request(path).method(method, BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "/seckill/list,GET HEAD OPTIONS",
        "/seckill/1000/detail,GET HEAD OPTIONS",
        "/seckill/time/now,GET HEAD OPTIONS",
        "/seckill/1000/exposer,GET HEAD OPTIONS POST",
        "/seckill/1000/0123456789abcdef0123456789abcdef/execution,OPTIONS POST"
    })
    void whoAsksWhichMethodsThereAreIsTold(String path, String methods) {
        Answer answer = SHOP.send(SHOP.request(path).method("OPTIONS", BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Allow").split(", *")).containsExactlyInAnyOrder(methods.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DELETE,/seckill/list", "POST,/seckill/time/now", "GET,/seckill/1000/" + MD5 + "/execution"})
    void aWrongMethodIsAPageForPeopleAndAnEnvelopeForPrograms(String methodAndPath) {
        String method = methodAndPath.replaceFirst(",.*", "");
        String path = methodAndPath.replaceFirst(".*,", "");
        Answer program = SHOP.send(SHOP.request(path).method(method, BodyPublishers.noBody()));
        assertRefusal(program);
        Answer person =
                SHOP.send(SHOP.request(path).header("Accept", "text/html").method(method, BodyPublishers.noBody()));
        assertThat(person.status()).isEqualTo(405);
        assertThat(person.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void headIsWhatGetWouldSayWithoutTheBody() {
        long sale = SALES.open(1);
        ShopClient buyer = SHOP.loggedIn(ShopClient.phone(1));
        for (String path : new String[] {"list", "time/now", sale + "/detail", sale + "/exposer"}) {
            Answer head = buyer.send(buyer.request("/seckill/" + path).method("HEAD", BodyPublishers.noBody()));
            Answer get = buyer.get("/seckill/" + path);
            assertThat(head.status()).as(path).isEqualTo(200);
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
            assertThat(head.header("Content-Length")).isNotEmpty().isNotEqualTo("0");
            assertThat(head.http().body()).isEmpty();
        }
    }

    @Test
    void anAddressThatDoesNotExistIsAPageForPeopleAndAnEnvelopeForPrograms() {
        Answer program = SHOP.get("/no/such/thing");
        assertThat(program.status()).isEqualTo(404);
        assertRefusal(program);
        Answer person = SHOP.send(SHOP.request("/no/such/thing").header("Accept", "text/html"));
        assertThat(person.status()).isEqualTo(404);
        assertThat(person.header("Content-Type")).startsWith("text/html");
        assertThat(SHOP.get("/static/js/none.js").status()).isEqualTo(404);
        assertThat(SHOP.get("/static/../application.properties").status()).isIn(400, 404);
    }

    @Test
    void aPageNumberThatIsNoneIsRefused() {
        assertThat(SHOP.get("/seckill/list?page=abc").status()).isEqualTo(400);
        assertThat(SHOP.get("/seckill/list?page=99999999").status()).isEqualTo(200);
    }

    @Test
    void aHugeBodyIsRefused() {
        Answer answer = SHOP.post("/seckill/login", "phone=" + "1".repeat(100_000));
        assertThat(answer.status()).isEqualTo(413);
        assertRefusal(answer);
    }

    @Test
    void aBodyOfUnknownLengthIsRefused() {
        Answer answer = SHOP.send(SHOP.request("/seckill/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("phone=13812340000"))));
        assertThat(answer.status()).isEqualTo(411);
        assertRefusal(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "http://localhost.evil.example",
                "http://localhost:1",
                "garbage",
                ""
            })
    void whatAnotherSiteAsksForIsRefused(String origin) {
        long sale = SALES.open(1);
        ShopClient buyer = SHOP.loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        for (String path :
                new String[] {"/seckill/login", "/seckill/logout", "/seckill/" + sale + "/" + md5 + "/execution"}) {
            Answer answer = buyer.send(buyer.request(path)
                    .header("Origin", origin)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("phone=13812340000")));
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertRefusal(answer);
        }
        assertThat(SALES.purchases(sale)).isZero();
    }

    @Test
    void ourOwnPagesMayAsk() {
        Answer answer = SHOP.send(SHOP.request("/seckill/login")
                .header("Origin", SHOP.base())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("phone=13812340000")));
        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /seckill/%zz/detail HTTP/1.1\r\nHost: localhost\r\n",
                "GET /seckill/<>/detail HTTP/1.1\r\nHost: localhost\r\n",
                "GET /seckill/list HTTP/1.1\r\n",
                "POST /seckill/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n",
                "POST /seckill/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\n%zz=%",
                "NONSENSE\r\n",
                "CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n",
                "GET /seckill/list HTTP/9.9\r\nHost: localhost\r\n",
                "POST /seckill/login HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n"
            })
    void whatIsNotHttpIsABadRequestWithoutAStackTrace(String request) throws IOException {
        String answer = raw(request + "Connection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("\"success\":false", "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY")
                .contains("Content-Security-Policy: default-src 'none'", "Cache-Control: no-store");
        assertNoTrace(answer);
    }

    /** Its answers have no head, which could say that they are refusals, or what a browser must not do with them. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /seckill/list\r\n\r\n", "POST /seckill/login\r\n\r\n", "GET  HTTP/1.1\r\n\r\n"})
    void whoSpeaksTheHttpThatHasNoHeadIsHungUpOn(String request) throws IOException {
        assertThat(raw(request)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list;a=%zz", "list;a=b", "1000;x/detail", "time/now;", ";/list", "none;x=%"})
    void anAddressHasNoParametersInItsPath(String path) throws IOException {
        String answer = raw("GET /seckill/" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("\"error\":\"not found\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "\"", "utf-16", "%00"})
    void aFormIsInUtf8WhateverItsSenderSays(String charset) throws IOException {
        String form = "POST /seckill/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded;charset=" + charset + "\r\nContent-Length: ";
        assertThat(raw(form + "17\r\n\r\nphone=13812340000")).startsWith("HTTP/1.1 200");
        assertThat(raw(form + "10\r\n\r\nphone=none"))
                .startsWith("HTTP/1.1 400")
                .contains("phone: a mobile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.css", "/none.js", "/static/none.xml", "/seckill/1/detail.json", "/seckill/none.txt"})
    void aPageIsAPageHoweverItsAddressEnds(String path) {
        Answer page = SHOP.send(SHOP.request(path).header("Accept", "text/html"));
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
    }

    @Test
    void aHeaderWithoutEndIsRefused() throws IOException {
        String answer = raw("GET /seckill/list HTTP/1.1\r\nHost: localhost\r\nCookie: killPhone=" + "9".repeat(20_000)
                + "\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
        assertNoTrace(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/seckill/list",
                "/seckill/me",
                "/seckill/purchases",
                "/static/img/parcel.svg",
                "/none",
                "/healthz"
            })
    void everyAnswerTellsTheBrowserWhatNotToDo(String path) {
        Answer plain = SHOP.get(path);
        assertThat(plain.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(plain.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(plain.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(plain.header("Permissions-Policy")).contains("camera=()");
        assertThat(plain.header("Strict-Transport-Security")).isEmpty();
        Answer overTls = SHOP.send(SHOP.request(path).header("X-Forwarded-Proto", "https"));
        assertThat(overTls.header("Strict-Transport-Security")).isEqualTo("max-age=31536000; includeSubDomains");
    }

    @ParameterizedTest
    @CsvSource({
        "/seckill/login?phone=%s,          phone=%s",
        "/seckill/login?phone=%s,          ''",
        "/seckill/login?%%70hone=%s,       phone=%s",
        "/seckill/login?code=123456,       phone=%s",
        "/seckill/login?x=1&phone=%s,      phone=%s",
        "/seckill/login?%s,                phone=%s",
        "/seckill/login/code?phone=%s,     phone=%s",
    })
    void aLoginInAnAddressIsRefusedWhateverTheBodySays(String address, String form) {
        String phone = ShopClient.phone(7);
        Answer posted = SHOP.post(address.formatted(phone), form.formatted(phone));
        Answer got = SHOP.get(address.formatted(phone));

        assertThat(List.of(posted, got)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Set-Cookie")).isEmpty();
            assertThat(answer.json().get("error").asString()).startsWith("a login is sent in the body");
            assertThat(answer.http().body()).doesNotContain(phone);
        });
    }

    @Test
    void aClientThatLeavesIsNoErrorOfOurs() throws IOException {
        // Neither does another application that ends in this JVM change what is logged.
        TestShop.start(Map.of()).close();
        String styles = SHOP.get("/seckill/list")
                .http()
                .body()
                .replaceFirst("(?s).*<link rel=\"stylesheet\" href=\"([^\"]+)\".*", "$1");
        try (LogLines heard = LogLines.of(ErrorController.class.getName(), event -> isServing(styles))) {
            for (int i = 0; i < 200; i++) {
                try (Socket socket = new Socket("localhost", port())) {
                    socket.setSoLinger(true, 0);
                    String request = "GET " + styles + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
                    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                    socket.getInputStream().read();
                }
            }
            assertThat(SHOP.get("/healthz").status()).isEqualTo(200);
            assertThat(heard.all()).isEmpty();
        }
    }

    /** Whether this thread serves a request of this path: others of this JVM may log at any moment. */
    private static boolean isServing(String path) {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                && request.getRequest().getRequestURI().equals(path);
    }

    /** A warning for each would fill the disk, and a phone number may stand in any of it. */
    @Test
    void whatStrangersAskForIsNotLogged() throws IOException {
        String phone = "13812345678";
        try (LogLines heard = LogLines.of(org.slf4j.Logger.ROOT_LOGGER_NAME)) {
            for (String method :
                    new String[] {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "X"}) {
                for (String path : new String[] {
                    "/" + phone,
                    "/seckill/" + phone,
                    "/seckill/" + phone + "/detail",
                    "/seckill/" + phone + "/result",
                    "/seckill/x" + phone + "/detail",
                    "/seckill/" + phone + "/" + phone + "/execution",
                    "/seckill/me/" + phone + "?" + phone,
                    "/seckill/list?page=" + phone + phone,
                    "/seckill/me?phone=" + phone,
                    "/static/" + phone + ".js",
                    "/static/../" + phone,
                    "/" + phone + "/%zz",
                    "/" + phone + "[",
                    "/%ff" + phone,
                    "/" + phone + ";x"
                }) {
                    raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nReferer: http://localhost/" + phone
                            + "\r\nUser-Agent: " + phone + "\r\nCookie: a " + phone + "; killPhone=" + phone
                            + "\r\nAccept: text/html, " + phone + "\r\nAccept-Language: " + phone
                            + "\r\nContent-Type: " + phone + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                }
            }
            assertThat(heard.all()).noneMatch(line -> line.contains(phone));
            // Not those of a node's own work, such as an engine that is slow at this moment.
            assertThat(heard.events())
                    .filteredOn(event -> event.getThreadName().startsWith("http-"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"killPhone=x; %s", "%s; killPhone=x", "%s;killPhone", "KILLPHONE=x; %s", "%s; a=b; %s"})
    void severalCookiesOfTheBuyersNameAreRefused(String cookies) {
        long sale = SALES.open(1);
        ShopClient buyer = SHOP.loggedIn(ShopClient.phone(1));
        String md5 = buyer.md5(sale);
        ShopClient twice = SHOP.withCookie(cookies.replace("%s", buyer.cookie()));
        for (Answer answer : new Answer[] {
            twice.get("/seckill/me"), twice.expose(sale), twice.execute(sale, md5), twice.resultAtOnce(sale)
        }) {
            assertThat(answer.status()).isEqualTo(400);
            assertRefusal(answer);
            assertThat(answer.json().get("error").asString()).isEqualTo("several cookies are named killPhone");
        }
        assertThat(SALES.purchases(sale)).isZero();
        // To log out, or in again, is how a browser gets rid of its own.
        assertThat(twice.post("/seckill/logout", "").status()).isEqualTo(200);
        assertThat(twice.get("/seckill/list").status()).isEqualTo(200);
    }

    private static void assertRefusal(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().get("success").asBoolean()).isFalse();
        assertThat(answer.json().get("data").isNull()).isTrue();
        assertThat(answer.json().get("error").asString()).isNotBlank();
        assertNoTrace(answer.http().body());
    }

    private static void assertNoTrace(String body) {
        assertThat(body.toLowerCase(Locale.ROOT))
                .doesNotContain("exception", "org.seckill", "org.springframework", "at java.", "tomcat/");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("localhost", port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int port() {
        return SHOP.port();
    }
}
