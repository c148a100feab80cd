package org.seckill.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RawResponseTest {
    @Test
    void aBodyHasTheLengthThatTheHeadSays() throws IOException {
        RawResponse reply = read("HTTP/1.1 200 \r\nContent-Length: 2\r\nConnection: close\r\n\r\nokHTTP/1.1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("ok");
        assertThat(reply.isLast()).isTrue();
    }

    @Test
    void aBodyInChunksIsPutTogether() throws IOException {
        RawResponse reply =
                read("HTTP/1.1 503 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbus\r\na\r\ny, go away\r\n0\r\n\r\n");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).isEqualTo("busy, go away");
        assertThat(reply.isLast()).isFalse();
    }

    @Test
    void anAnswerThatBreaksOffIsNone() {
        assertThatThrownBy(() -> read("HTTP/1.1 200 \r\nContent-")).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("HTTP/1.1 200 \r\nContent-Length: 10\r\n\r\nhalf"))
                .isInstanceOf(EOFException.class);
    }

    private static RawResponse read(String bytes) throws IOException {
        return RawResponse.read(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
    }

    @Test
    void onlyWhoIsToldOfAPurchaseIsConfirmed() {
        assertThat(new RawResponse(200, "", "{\"data\":{\"state\":1,\"stateInfo\":\"\"}}").isConfirmed())
                .isTrue();
        assertThat(new RawResponse(200, "", "{\"data\":{\"state\":-1,\"stateInfo\":\"\"}}").isConfirmed())
                .isFalse();
        assertThat(new RawResponse(500, "", "{\"data\":{\"state\":1,\"stateInfo\":\"\"}}").isConfirmed())
                .isFalse();
    }
}
