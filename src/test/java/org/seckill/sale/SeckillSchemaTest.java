package org.seckill.sale;

import static org.assertj.core.api.Assertions.assertThat;

import io.protostuff.LinkedBuffer;
import io.protostuff.Output;
import io.protostuff.ProtobufIOUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SeckillSchemaTest {
    private static final Seckill SALE = new Seckill(
            1000,
            "手机 & <phone>",
            77,
            new Window(Instant.ofEpochMilli(1_700_000_000_000L), Instant.ofEpochMilli(1_700_003_600_000L)),
            3,
            Instant.ofEpochMilli(1_700_000_000_123L));

    private final SeckillSchema schema = new SeckillSchema();

    @Test
    void aSaleComesBackAsItWent() {
        assertThat(read(write(schema))).isEqualTo(SALE);
    }

    /** What nodes of the last version wrote to Redis. When this fails, a field was renumbered. */
    @Test
    void bytesOfAnEarlierVersionAreRead() {
        String written = "08e8071210e6898be69cba2026203c70686f6e653e184d2080d095ffbc312880adf180bd31300338fbd095ffbc31";
        assertThat(read(HexFormat.of().parseHex(written))).isEqualTo(SALE);
        assertThat(HexFormat.of().formatHex(write(schema))).isEqualTo(written);
    }

    @Test
    void aFieldOfALaterVersionIsSkipped() {
        SeckillSchema later = new SeckillSchema() {
            @Override
            public void writeTo(Output output, Message sale) throws IOException {
                output.writeString(99, "from the future", false);
                super.writeTo(output, sale);
                output.writeInt64(100, 7, false);
            }
        };
        assertThat(read(write(later))).isEqualTo(SALE);
    }

    private static byte[] write(SeckillSchema schema) {
        return ProtobufIOUtil.toByteArray(SeckillSchema.Message.of(SALE), schema, LinkedBuffer.allocate());
    }

    private Seckill read(byte[] bytes) {
        SeckillSchema.Message message = schema.newMessage();
        ProtobufIOUtil.mergeFrom(bytes, message, schema);
        return message.sale();
    }
}
