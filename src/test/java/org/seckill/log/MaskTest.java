package org.seckill.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {
    @ParameterizedTest
    @CsvSource({
        "phone=13800000000,phone=138****0000",
        "Duplicate entry '1000-13800000000' for key,Duplicate entry '1000-138****0000' for key",
        "No static resource seckill/13800000000/detail.,No static resource seckill/138****0000/detail.",
        "+8613800000000,+861****0000",
        "cookie 13800000000.1893456000000.AbC,cookie 138****0000.1893456000000.AbC",
        "read redis://:p@ss@redis:6379/0 failed,read redis://***@redis:6379/0 failed",
        "near jdbc:mysql://h/x?user=a&password=b,near jdbc:mysql://h/x?user=a&password=***"
    })
    void aPhoneNumberOrPasswordInALineIsHidden(String line, String masked) {
        assertThat(Mask.text(line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "sale=123456789 units=1234567",
        "entry=1893456000000-0",
        "ticket=13800000000AbCdEfGhIjKl",
        "at 2030-01-01T00:00:00.123456789Z",
        "node 127.0.0.1:65535"
    })
    void whatIsNoPhoneNumberStays(String line) {
        assertThat(Mask.text(line)).isEqualTo(line);
    }

    @Test
    void aMessageIsOneLine() {
        assertThat(Mask.line("one\r\n  ### two\n")).isEqualTo("one ### two");
    }
}
