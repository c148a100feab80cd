package org.seckill.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.protostuff.LinkedBuffer;
import io.protostuff.Output;
import io.protostuff.ProtobufIOUtil;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.seckill.sale.Goods;
import org.seckill.sale.Money;
import org.seckill.sale.Sale;
import org.seckill.sale.SaleText;
import org.seckill.sale.TestSaleCopies;
import org.seckill.sale.Window;

class SaleSchemaTest {
    private static final Sale SALE = new Sale(
            1000,
            "手机 & <phone>",
            TestSaleCopies.GOODS,
            77,
            200,
            new Window(Instant.ofEpochMilli(1_700_000_000_000L), Instant.ofEpochMilli(1_700_003_600_000L)),
            3,
            Instant.ofEpochMilli(1_700_000_000_123L));

    private final SaleSchema schema = new SaleSchema();

    @Test
    void aSaleComesBackAsItWent() {
        assertThat(read(write(schema, SALE))).isEqualTo(SALE);
    }

    @Test
    void aSaleWithoutAListPriceComesBackWithoutOne() {
        Goods goods = new Goods("", "img/parcel.svg", new Money(0, "JPY"), null);
        Sale sale = new Sale(SALE.id(), "", goods, 0, 0, SALE.window(), 0, SALE.readAt());
        assertThat(read(write(schema, sale))).isEqualTo(sale);
    }

    @Test
    void aSaleWithTextsInChineseComesBackWithThemAndTheOlderVersionReadsTheRest() {
        Map<String, SaleText> texts = Map.of("zh", new SaleText("半价手机", "双摄像头"));
        Sale sale = new Sale(
                SALE.id(),
                SALE.name(),
                SALE.goods(),
                SALE.stock(),
                SALE.offered(),
                SALE.window(),
                SALE.epoch(),
                SALE.readAt(),
                texts);
        byte[] written = write(schema, sale);
        assertThat(read(written)).isEqualTo(sale);
        // The fields that the older version knows are the same bytes, and what it does not know follows them.
        assertThat(HexFormat.of().formatHex(written))
                .startsWith(HexFormat.of().formatHex(write(schema, SALE)))
                .contains("720ce58d8ae4bbb7e6898be69cba");
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
                "offered",
                "nameInChinese",
                "titleInChinese");
        assertThat(IntStream.rangeClosed(1, names.size()).mapToObj(schema::getFieldName))
                .containsExactlyElementsOf(names);
        assertThat(names.stream().map(schema::getFieldNumber))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, names.size()).boxed().toList());
        assertThat(schema.getFieldName(0)).isNull();
        assertThat(schema.getFieldName(16)).isNull();
        assertThat(schema.getFieldNumber("unheard of")).isZero();
    }

    @Test
    void aFieldOfALaterVersionIsSkipped() {
        SaleSchema later = new SaleSchema() {
            @Override
            public void writeTo(Output output, Message sale) throws IOException {
                output.writeString(99, "from the future", false);
                super.writeTo(output, sale);
                output.writeInt64(100, 7, false);
            }
        };
        assertThat(read(write(later, SALE))).isEqualTo(SALE);
    }

    @Test
    void groupsHoweverDeepAreRefused() {
        byte[] groups = new byte[RedisSales.LARGEST];
        Arrays.fill(groups, (byte) 0x73);
        assertThatThrownBy(() -> read(groups)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theCopyOfAnotherSaleIsRefused() {
        assertThatThrownBy(() -> schema.read(1001, write(schema, SALE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }

    /** A field that is wrong in itself, and one that contradicts another. */
    @Test
    void fieldsThatMakeNoSaleAreRefused() {
        List<Consumer<SaleSchema.Message>> changes = List.of(
                sale -> sale.stock = -1,
                sale -> sale.epoch = -1,
                sale -> sale.start = sale.end,
                sale -> sale.end = Long.MAX_VALUE,
                sale -> sale.start = Long.MIN_VALUE,
                sale -> sale.readAt = Long.MAX_VALUE,
                sale -> sale.price = -1,
                sale -> sale.listPrice = sale.price,
                sale -> sale.currency = "QQQ",
                sale -> sale.picture = "../../etc/passwd");
        for (Consumer<SaleSchema.Message> change : changes) {
            SaleSchema.Message sale = SaleSchema.Message.of(SALE);
            change.accept(sale);
            byte[] written = ProtobufIOUtil.toByteArray(sale, schema, LinkedBuffer.allocate());
            assertThatThrownBy(() -> read(written)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Either a copy of this sale that obeys the rules, or refused by the one exception that the caller expects. */
    @Test
    void mutatedCopiesAreReadOrRefused() {
        byte[] good = write(schema, SALE);
        int refused = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            byte[] mutated = mutate(good, new Random(seed));
            try {
                Sale sale = read(mutated);
                assertThat(sale.id()).as("seed %d", seed).isEqualTo(SALE.id());
                assertThat(read(write(schema, sale))).as("seed %d", seed).isEqualTo(sale);
            } catch (IllegalArgumentException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(refused).isBetween(5_000, 19_900);
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] mutated = good.clone();
        switch (random.nextInt(6)) {
            case 0 ->
                IntStream.rangeClosed(0, random.nextInt(4))
                        .forEach(i -> mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8)));
            case 1 -> {
                return Arrays.copyOf(good, random.nextInt(good.length));
            }
            case 2 -> {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                return noise;
            }
            // A length or a number of nine or more bytes, among them negative ones.
            case 3 -> Arrays.fill(mutated, random.nextInt(mutated.length), mutated.length, (byte) 0xff);
            case 4 -> {
                byte[] longer = Arrays.copyOf(good, good.length + random.nextInt(RedisSales.LARGEST));
                Arrays.fill(longer, good.length, longer.length, (byte) (random.nextInt(32) << 3 | random.nextInt(8)));
                return longer;
            }
            default -> {
                int from = random.nextInt(good.length);
                int to = from + random.nextInt(good.length - from);
                System.arraycopy(good, from, mutated, random.nextInt(good.length - (to - from)), to - from);
            }
        }
        return mutated;
    }

    private static byte[] write(SaleSchema schema, Sale sale) {
        return ProtobufIOUtil.toByteArray(SaleSchema.Message.of(sale), schema, LinkedBuffer.allocate());
    }

    private Sale read(byte[] bytes) {
        return schema.read(SALE.id(), bytes);
    }
}
