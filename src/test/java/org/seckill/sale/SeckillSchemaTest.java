package org.seckill.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protostuff.LinkedBuffer;
import io.protostuff.Output;
import io.protostuff.ProtobufIOUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeckillSchemaTest {
    private static final Seckill SALE = new Seckill(
            1000,
            "手机 & <phone>",
            Copies.GOODS,
            77,
            200,
            new Window(Instant.ofEpochMilli(1_700_000_000_000L), Instant.ofEpochMilli(1_700_003_600_000L)),
            3,
            Instant.ofEpochMilli(1_700_000_000_123L));

    private final SeckillSchema schema = new SeckillSchema();

    @Test
    void aSaleComesBackAsItWent() {
        assertThat(read(write(schema, SALE))).isEqualTo(SALE);
    }

    @Test
    void aSaleWithoutAListPriceComesBackWithoutOne() {
        Goods goods = new Goods("", "img/parcel.svg", new Money(0, "JPY"), null);
        Seckill sale = new Seckill(1001, "", goods, 0, 0, SALE.window(), 0, SALE.readAt());
        assertThat(read(write(schema, sale))).isEqualTo(sale);
    }

    /** What nodes of this version write to Redis. When this fails, a field was renumbered. */
    @Test
    void theBytesAreThoseThatOtherNodesRead() {
        String written =
                "08e8071210e6898be69cba2026203c70686f6e653e184d2080d095ffbc312880adf180bd31300338fbd095ffbc3142"
                        + "10776974682074776f2063616d657261734a12696d672f73616c652f70686f6e652e73766750dc990c589cb4186203"
                        + "434e5968c801";
        assertThat(read(HexFormat.of().parseHex(written))).isEqualTo(SALE);
        assertThat(HexFormat.of().formatHex(write(schema, SALE))).isEqualTo(written);
    }

    @Test
    void aCopyOfTheVersionThatKnewNoPricesIsRefused() {
        String written = "08e8071210e6898be69cba2026203c70686f6e653e184d2080d095ffbc312880adf180bd31300338fbd095ffbc31";
        assertThatThrownBy(() -> read(HexFormat.of().parseHex(written)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("older version");
    }

    @Test
    void everyFieldHasANameOfItsOwn() {
        List<String> names = List.of(
                "id",
                "name",
                "stock",
                "start",
                "end",
                "epoch",
                "readAt",
                "title",
                "picture",
                "price",
                "listPrice",
                "currency",
                "offered");
        assertThat(IntStream.rangeClosed(1, names.size()).mapToObj(schema::getFieldName))
                .containsExactlyElementsOf(names);
        assertThat(names.stream().map(schema::getFieldNumber))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, names.size()).boxed().toList());
        assertThat(schema.getFieldName(0)).isNull();
        assertThat(schema.getFieldName(14)).isNull();
        assertThat(schema.getFieldNumber("unheard of")).isZero();
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
        assertThat(read(write(later, SALE))).isEqualTo(SALE);
    }

    private static byte[] write(SeckillSchema schema, Seckill sale) {
        return ProtobufIOUtil.toByteArray(SeckillSchema.Message.of(sale), schema, LinkedBuffer.allocate());
    }

    private Seckill read(byte[] bytes) {
        SeckillSchema.Message message = schema.newMessage();
        ProtobufIOUtil.mergeFrom(bytes, message, schema);
        return message.sale();
    }
}
