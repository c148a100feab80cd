package org.seckill.sale;

import io.protostuff.Input;
import io.protostuff.Output;
import io.protostuff.Schema;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sale is written to Redis: protostuff with numbered fields, which are never reused. A field that
 * this version does not know is skipped, so that nodes of two versions share one Redis.
 */
class SeckillSchema implements Schema<SeckillSchema.Message> {
    private static final int ID = 1;
    private static final int NAME = 2;
    private static final int STOCK = 3;
    private static final int START = 4;
    private static final int END = 5;
    private static final int EPOCH = 6;
    private static final int READ_AT = 7;

    /** What protostuff fills field by field, for a record cannot be. */
    static final class Message {
        long id;
        String name = "";
        int stock;
        long start;
        long end;
        int epoch;
        long readAt;

        static Message of(Seckill sale) {
            Message message = new Message();
            message.id = sale.id();
            message.name = sale.name();
            message.stock = sale.stock();
            message.start = sale.window().start().toEpochMilli();
            message.end = sale.window().end().toEpochMilli();
            message.epoch = sale.epoch();
            message.readAt = sale.readAt().toEpochMilli();
            return message;
        }

        /** @throws IllegalArgumentException when the fields make no sale */
        Seckill sale() {
            Window window = new Window(Instant.ofEpochMilli(start), Instant.ofEpochMilli(end));
            return new Seckill(id, name, stock, window, epoch, Instant.ofEpochMilli(readAt));
        }
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
    }

    @Override
    public void mergeFrom(Input input, Message sale) throws IOException {
        for (int field = input.readFieldNumber(this); field != 0; field = input.readFieldNumber(this)) {
            switch (field) {
                case ID -> sale.id = input.readInt64();
                case NAME -> sale.name = input.readString();
                case STOCK -> sale.stock = input.readInt32();
                case START -> sale.start = input.readInt64();
                case END -> sale.end = input.readInt64();
                case EPOCH -> sale.epoch = input.readInt32();
                case READ_AT -> sale.readAt = input.readInt64();
                default -> input.handleUnknownField(field, this);
            }
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
        return switch (number) {
            case ID -> "id";
            case NAME -> "name";
            case STOCK -> "stock";
            case START -> "start";
            case END -> "end";
            case EPOCH -> "epoch";
            case READ_AT -> "readAt";
            default -> null;
        };
    }

    @Override
    public int getFieldNumber(String name) {
        return switch (name) {
            case "id" -> ID;
            case "name" -> NAME;
            case "stock" -> STOCK;
            case "start" -> START;
            case "end" -> END;
            case "epoch" -> EPOCH;
            case "readAt" -> READ_AT;
            default -> 0;
        };
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
