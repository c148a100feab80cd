package org.seckill.catalogue;

import io.protostuff.ByteArrayInput;
import io.protostuff.Input;
import io.protostuff.LinkedBuffer;
import io.protostuff.Output;
import io.protostuff.ProtobufException;
import io.protostuff.ProtobufIOUtil;
import io.protostuff.Schema;
import io.protostuff.WireFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.seckill.sale.Goods;
import org.seckill.sale.Money;
import org.seckill.sale.Sale;
import org.seckill.sale.SaleText;
import org.seckill.sale.Window;

/**
 * The format of sales in Redis: Protocol Buffers with numbered fields, written by protostuff. A number is never reused, and
 * unknown fields are skipped, so that nodes of two versions can share one Redis.
 */
class SaleSchema implements Schema<SaleSchema.Message> {
    private static final int ID = 1;
    private static final int NAME = 2;
    private static final int STOCK = 3;
    private static final int START = 4;
    private static final int END = 5;
    private static final int EPOCH = 6;
    private static final int READ_AT = 7;
    private static final int TITLE = 8;
    private static final int PICTURE = 9;
    private static final int PRICE = 10;
    private static final int LIST_PRICE = 11;
    private static final int CURRENCY = 12;
    private static final int OFFERED = 13;
    private static final int NAME_IN_CHINESE = 14;
    private static final int TITLE_IN_CHINESE = 15;

    /** Field names; the index is the field's number. */
    private static final List<String> NAMES = List.of(
            "",
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

    /** The range of times that pages can format and the database can store. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** A mutable sale, which protostuff fills field by field. */
    static final class Message {
        long id;
        String name = "";
        int stock;
        long start;
        long end;
        int epoch;
        long readAt;
        String title = "";
        String picture = "";
        long price;

        @Nullable
        Long listPrice;

        @Nullable
        String currency;

        int offered;

        @Nullable
        String nameInChinese;

        @Nullable
        String titleInChinese;

        static Message of(Sale sale) {
            Message message = new Message();
            message.id = sale.id();
            message.name = sale.name();
            message.stock = sale.stock();
            message.start = sale.window().start().toEpochMilli();
            message.end = sale.window().end().toEpochMilli();
            message.epoch = sale.epoch();
            message.readAt = sale.readAt().toEpochMilli();
            message.title = sale.goods().title();
            message.picture = sale.goods().picture();
            message.price = sale.goods().price().minor();
            Money listPrice = sale.goods().listPrice();
            message.listPrice = listPrice == null ? null : listPrice.minor();
            message.currency = sale.goods().price().currency().getCurrencyCode();
            message.offered = sale.offered();
            SaleText chinese = sale.texts().get(SaleText.CHINESE);
            message.nameInChinese = chinese == null ? null : chinese.name();
            message.titleInChinese = chinese == null ? null : chinese.title();
            return message;
        }

        /** @throws IllegalArgumentException when a field is invalid */
        Sale sale() {
            Window window = new Window(instant(start), instant(end));
            return new Sale(
                    id,
                    name,
                    goods(),
                    stock,
                    offered,
                    window,
                    epoch,
                    instant(readAt),
                    SaleText.inChinese(nameInChinese, titleInChinese));
        }

        private static Instant instant(long millis) {
            Instant instant = Instant.ofEpochMilli(millis);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("time out of range: " + instant);
            }
            return instant;
        }

        private Goods goods() {
            if (currency == null) {
                throw new IllegalArgumentException("the currency is missing: written by an older version");
            }
            Money listPriceMoney = listPrice == null ? null : new Money(listPrice, currency);
            return new Goods(title, picture, new Money(price, currency), listPriceMoney);
        }
    }

    byte[] write(Sale sale) {
        return ProtobufIOUtil.toByteArray(Message.of(sale), this, LinkedBuffer.allocate());
    }

    /**
     * Reads a copy of a sale.
     *
     * @param id of the expected sale
     * @param written any bytes
     * @throws IllegalArgumentException when the bytes are not a copy of this sale with all required fields
     */
    Sale read(long id, byte[] written) {
        Message message = new Message();
        try {
            ByteArrayInput input = new ByteArrayInput(written, false);
            mergeFrom(input, message);
            input.checkLastTagWas(0);
        } catch (IOException | IndexOutOfBoundsException e) {
            // The parser throws IndexOutOfBoundsException for a text or a number that exceeds the input.
            throw new IllegalArgumentException("not the fields of a sale", e);
        }
        if (message.id != id) {
            throw new IllegalArgumentException("a copy of another sale: " + message.id);
        }
        return message.sale();
    }

    @Override
    public void writeTo(Output output, Message sale) throws IOException {
        output.writeInt64(ID, sale.id, false);
        output.writeString(NAME, sale.name, false);
        output.writeInt32(STOCK, sale.stock, false);
        output.writeInt64(START, sale.start, false);
        output.writeInt64(END, sale.end, false);
        output.writeInt32(EPOCH, sale.epoch, false);
        output.writeInt64(READ_AT, sale.readAt, false);
        output.writeString(TITLE, sale.title, false);
        output.writeString(PICTURE, sale.picture, false);
        output.writeInt64(PRICE, sale.price, false);
        if (sale.listPrice != null) {
            output.writeInt64(LIST_PRICE, sale.listPrice, false);
        }
        if (sale.currency != null) {
            output.writeString(CURRENCY, sale.currency, false);
        }
        output.writeInt32(OFFERED, sale.offered, false);
        if (sale.nameInChinese != null && sale.titleInChinese != null) {
            output.writeString(NAME_IN_CHINESE, sale.nameInChinese, false);
            output.writeString(TITLE_IN_CHINESE, sale.titleInChinese, false);
        }
    }

    @Override
    public void mergeFrom(Input input, Message sale) throws IOException {
        for (int field = input.readFieldNumber(this); field != 0; field = input.readFieldNumber(this)) {
            checkType(input, field);
            switch (field) {
                case ID -> sale.id = input.readInt64();
                case NAME -> sale.name = input.readString();
                case STOCK -> sale.stock = input.readInt32();
                case START -> sale.start = input.readInt64();
                case END -> sale.end = input.readInt64();
                case EPOCH -> sale.epoch = input.readInt32();
                case READ_AT -> sale.readAt = input.readInt64();
                case TITLE -> sale.title = input.readString();
                case PICTURE -> sale.picture = input.readString();
                case PRICE -> sale.price = input.readInt64();
                case LIST_PRICE -> sale.listPrice = input.readInt64();
                case CURRENCY -> sale.currency = input.readString();
                case OFFERED -> sale.offered = input.readInt32();
                case NAME_IN_CHINESE -> sale.nameInChinese = input.readString();
                case TITLE_IN_CHINESE -> sale.titleInChinese = input.readString();
                default -> input.handleUnknownField(field, this);
            }
        }
    }

    // The parser itself would read a text as a number, and skip nested groups by recursion until the stack overflows.
    private static void checkType(Input input, int field) throws ProtobufException {
        if (!(input instanceof ByteArrayInput bytes)) {
            return;
        }
        int type = WireFormat.getTagWireType(bytes.getLastTag());
        boolean isAllowed = switch (field) {
            case NAME, TITLE, PICTURE, CURRENCY, NAME_IN_CHINESE, TITLE_IN_CHINESE ->
                type == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            case ID, STOCK, START, END, EPOCH, READ_AT, PRICE, LIST_PRICE, OFFERED ->
                type == WireFormat.WIRETYPE_VARINT;
            default -> type != WireFormat.WIRETYPE_START_GROUP;
        };
        if (!isAllowed) {
            throw new ProtobufException("field " + field + " has the wire type " + type);
        }
    }

    @Override
    public boolean isInitialized(Message sale) {
        return sale.id != 0;
    }

    @Override
    public Message newMessage() {
        return new Message();
    }

    @Override
    public @Nullable String getFieldName(int number) {
        return number > 0 && number < NAMES.size() ? NAMES.get(number) : null;
    }

    @Override
    public int getFieldNumber(String name) {
        return Math.max(0, NAMES.indexOf(name));
    }

    @Override
    public String messageName() {
        return "Seckill";
    }

    @Override
    public String messageFullName() {
        return "org.seckill.Seckill";
    }

    @Override
    public Class<Message> typeClass() {
        return Message.class;
    }
}
