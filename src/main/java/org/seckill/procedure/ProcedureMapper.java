package org.seckill.procedure;

import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.type.BaseTypeHandler;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.MappedTypes;
import org.jspecify.annotations.Nullable;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.order.Ticket;

/** The stored procedure that records purchases, and the database's clock, by which it decides. */
@Mapper
public interface ProcedureMapper {
    /**
     * Decides orders in one transaction, which is committed when this method returns.
     *
     * @param orders a JSON list as {@link ProcedureDesk.Engine#json} writes it
     * @return one result per order, in the same order
     */
    List<OrderResult> execute(@Param("sale") long sale, @Param("orders") String orders);

    Instant databaseClock();

    /** Inserts no purchase; fails if the database refuses such inserts. */
    void insertNothing();

    /** Updates no stock; fails if the database refuses such updates. */
    void updateNothing();

    /**
     * One row of {@code execute_seckill}: its decision on one order, and the state of the sale at that time.
     *
     * @param answer 1 recorded, 0 not recorded, -1 held by an older ticket
     * @param ticket of the purchase that the buyer holds; null without a purchase, as are {@code state}, {@code createTime},
     *     {@code price} and {@code currency}
     * @param phase -1 not open yet, 0 open, 1 closed; null when the sale does not exist
     */
    record OrderResult(
            int answer,
            @Nullable String ticket,
            @Nullable Integer state,
            @Nullable Instant createTime,
            @Nullable Long price,
            @Nullable String currency,
            @Nullable Integer phase,
            @Nullable Integer stockLeft,
            @Nullable Integer epoch,
            Instant decidedAt) {
        /** The outcome of the order of this buyer. */
        public Outcome outcome(long sale, Phone buyer) {
            if (ticket == null || state == null || price == null || currency == null) {
                return refusal();
            }
            // The purchase is confirmed even if its time is unreadable.
            Instant time = createTime == null ? Instant.EPOCH : createTime;
            Purchase held = new Purchase(sale, buyer, new Ticket(ticket), state, time, price, currency);
            return answer == 1 ? new Outcome.Recorded(held) : new Outcome.Repeat(held);
        }

        /** Whether the sale is sold out: every unit of this epoch is committed. */
        public boolean saysSoldOut() {
            return phase != null && stockLeft != null && stockLeft == 0;
        }

        private Outcome refusal() {
            if (phase == null || phase > 0) {
                return new Outcome.Over(Outcome.Over.Reason.CLOSED);
            }
            if (phase < 0) {
                return new Outcome.Over(Outcome.Over.Reason.NOT_OPEN);
            }
            // With stock left in an open sale, the order arrived after its latest time: the caller has given it up.
            return saysSoldOut() ? new Outcome.Over(Outcome.Over.Reason.SOLD_OUT) : Outcome.Busy.SOON;
        }
    }

    /**
     * Reads a row by column position: in a large batch, a look-up of each column by name and each argument by type costs
     * more than answering the buyers. MyBatis calls it for the first column, once per row.
     */
    @MappedTypes(OrderResult.class)
    final class OrderResultMapper extends BaseTypeHandler<OrderResult> {
        @Override
        public OrderResult getNullableResult(ResultSet row, String firstColumn) throws SQLException {
            return new OrderResult(
                    row.getInt(1),
                    row.getString(2),
                    integer(row, 3),
                    instant(row, 4),
                    price(row, 5),
                    row.getString(6),
                    integer(row, 7),
                    integer(row, 8),
                    integer(row, 9),
                    Objects.requireNonNull(instant(row, 10), "decided_at"));
        }

        @Override
        public OrderResult getNullableResult(ResultSet row, int firstColumn) throws SQLException {
            return getNullableResult(row, "");
        }

        @Override
        public OrderResult getNullableResult(CallableStatement statement, int column) {
            throw new UnsupportedOperationException("reads rows, not output parameters");
        }

        @Override
        public void setNonNullParameter(PreparedStatement statement, int index, OrderResult value, JdbcType type) {
            throw new UnsupportedOperationException("reads rows, not parameters");
        }

        private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
            int value = row.getInt(column);
            return row.wasNull() ? null : value;
        }

        private static @Nullable Long price(ResultSet row, int column) throws SQLException {
            long value = row.getLong(column);
            return row.wasNull() ? null : value;
        }

        // The connection sets the session to UTC. A Timestamp would be converted by a calendar, twice a row.
        private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
            LocalDateTime value = row.getObject(column, LocalDateTime.class);
            return value == null ? null : value.toInstant(ZoneOffset.UTC);
        }
    }
}
