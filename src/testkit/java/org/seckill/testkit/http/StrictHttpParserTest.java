package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictHttpParserTest {
    private static final String EMPTY = "HTTP/1.1 204 \r\nDate: now\r\n\r\n";

    @Test
    void answersAreReadOneAfterTheOther() {
        ParsedConnection heard = read("HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok" + EMPTY
                + "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                + "HTTP/1.1 400 \r\nConnection: close\r\n\r\nto the end");
        assertThat(heard.fault()).isEmpty();
        assertThat(heard.answers()).extracting(ParsedResponse::status).containsExactly(100, 200, 204, 200, 400);
        assertThat(heard.answers()).extracting(ParsedResponse::text).containsExactly("", "ok", "", "abc", "to the end");
    }

    @Test
    void anAnswerToHeadHasNoBody() {
        ParsedConnection heard =
                StrictHttpParser.of(("HTTP/1.1 200 \r\nContent-Length: 7\r\n\r\n" + EMPTY).getBytes(ISO_8859_1), true);
        assertThat(heard.fault()).isEmpty();
        assertThat(heard.answers()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "HTTP/1.1 200",
                "HTTP/1.1 200 \r\nContent-Length: 3\r\n\r\nab",
                "HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nab",
                "HTTP/1.1 200 \r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 200 \r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 \r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 \r\n\r\n",
                "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "HTTP/1.1 200 \r\nA b: c\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 \r\nA: b\nC: d\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 \r\nA: \u0001\r\nContent-Length: 0\r\n\r\n",
                "HTTP/2.0 200 \r\nContent-Length: 0\r\n\r\n"
            })
    void whatIsNoAnswerIsFound(String bytes) {
        ParsedConnection heard = read(EMPTY + bytes);
        assertThat(heard.fault()).isNotEmpty();
        assertThat(heard.answers()).first().extracting(ParsedResponse::status).isEqualTo(204);
    }

    private static ParsedConnection read(String bytes) {
        return StrictHttpParser.of(bytes.getBytes(ISO_8859_1), false);
    }
}
