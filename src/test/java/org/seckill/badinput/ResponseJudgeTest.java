package org.seckill.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seckill.testkit.http.ParsedResponse;
import org.seckill.testkit.http.ParsedResponse.Field;

/** Each kind of wrong answer is found, and the right ones pass. */
class ResponseJudgeTest {
    private static final String JSON = "application/json";
    private static final String REFUSED = "{\"success\":false,\"data\":null,\"error\":\"not found\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "200 | application/json | {\"success\":true,\"data\":[1],\"error\":null}",
                "404 | application/json | {\"success\":false,\"data\":null,\"error\":\"not found\"}",
                "404 | text/html | <p class=\"shop\">zq&quot;&#39;&gt;&lt;zq is not here</p>",
                "200 | text/javascript | throw new SyntaxError(\"zq\")",
                "200 | text/plain;version=0.0.4 | jvm_memory_used_bytes{id=\"Tenured Gen\"} 11106"
            })
    void aRightAnswerPasses(int status, String type, String body) {
        assertThat(ResponseJudge.complaints(answer(status, type, body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "500 | application/json | {\"success\":false,\"data\":null,\"error\":\"x\"} | a fault",
                "501 | application/json | {\"success\":false,\"data\":null,\"error\":\"x\"} | a fault",
                "503 | application/json | {\"success\":false,\"data\":null,\"error\":\"x\"} | busy, and nobody told for how long",
                "404 | application/json | {\"success\":false,\"data\":null,\"error\":\"org.seckill.Sale\"} | its inner life",
                "404 | application/json | {\"success\":false,\"data\":null,\"error\":\"NullPointerException\"} | its inner life",
                "404 | text/html | <pre>at foo.Bar.baz(Bar.java:7)</pre> | its inner life",
                "404 | text/html | <h3>Apache Tomcat</h3> | its inner life",
                "404 | text/html | <p>11106</p> | an expression of the visitor's, executed",
                "404 | text/html | <p><zq is not here</p> | a page that the visitor wrote",
                "404 | text/html | <p class=\"zq\"'> | a page that the visitor wrote",
                "404 | text/css | a {} | neither page nor envelope",
                "404 | `` | text | neither page nor envelope",
                "404 | application/json | {\"success\":false} | no envelope",
                "404 | application/json | {\"success\":true,\"data\":null,\"error\":null} | no envelope",
                "200 | application/json | {\"success\":true,\"data\":null,\"error\":\"x\"} | no envelope",
                "404 | application/json | nonsense | no envelope"
            })
    void aWrongAnswerIsFound(int status, String type, String body, String complaint) {
        assertThat(ResponseJudge.complaints(answer(status, type, body))).contains(complaint);
    }

    @Test
    void aHeaderMayTellNothingEither() {
        assertThat(with("Server", "nginx")).isEmpty();
        assertThat(with("Server", "nginx/1.22")).containsExactly("a version");
        assertThat(with("X-Powered-By", "x")).containsExactly("what it is made with");
        assertThat(with("x-zq", "1")).containsExactly("a header that the visitor wrote");
        assertThat(with("X-Reason", "java.lang.String")).containsExactly("its inner life");
    }

    @Test
    void whatTheBrowserIsToldNotToDoIsMissed() {
        ParsedResponse bare = new ParsedResponse(404, List.of(new Field("Content-Type", JSON)), REFUSED);
        assertThat(ResponseJudge.complaints(bare))
                .containsExactlyInAnyOrder(
                        "no X-Content-Type-Options", "no Content-Security-Policy", "no X-Frame-Options");
    }

    private static List<String> with(String name, String value) {
        ParsedResponse plain = answer(404, JSON, REFUSED);
        List<Field> fields = new ArrayList<>(plain.fields());
        fields.add(new Field(name, value));
        return ResponseJudge.complaints(new ParsedResponse(404, fields, plain.body()));
    }

    private static ParsedResponse answer(int status, String type, String body) {
        return new ParsedResponse(
                status,
                List.of(
                        new Field("Content-Type", type),
                        new Field("X-Content-Type-Options", "nosniff"),
                        new Field("Content-Security-Policy", "default-src 'none'"),
                        new Field("X-Frame-Options", "DENY")),
                body);
    }
}
