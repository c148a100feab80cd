package org.seckill.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.seckill.buyer.Phone;
import org.seckill.order.Outcome;
import org.seckill.order.Purchase;
import org.seckill.procedure.CountedDesk;
import org.seckill.soldout.SoldOutBoard;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestEngines;
import org.seckill.testkit.engine.TestMappers;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;

/** What was bought, read from the real database. */
@Tag("database")
class PurchaseMapperIT {
    private static final Database DATABASE = TestEngines.database();
    private static final TestSales SALES = new TestSales(DATABASE);

    private TestMappers mappers;
    private PurchaseMapper purchases;
    private CountedDesk desk;

    @BeforeEach
    void connect() {
        mappers = new TestMappers(DATABASE, 20_000);
        purchases = mappers.get(PurchaseMapper.class);
        desk = new CountedDesk(mappers, new SoldOutBoard(), Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        desk.close();
        mappers.close();
    }

    @Test
    void aPurchaseIsFoundAsItWasConfirmedWhateverTheSaleAsksLater() {
        long sale = SALES.open(5);
        SALES.price(sale, 199_900, "CNY");
        Purchase confirmed = buy(sale, 1);
        SALES.price(sale, 1_500, "JPY");
        assertThat(purchases.find(sale, List.of(ShopClient.phone(1)))).containsExactly(confirmed);
        assertThat(purchases.find(sale, List.of(ShopClient.phone(2)))).isEmpty();
    }

    /** A batch records its purchases in the same moment, and they differ by nothing but their buyers and tickets. */
    @Test
    void purchasesOfOneMomentAreFoundApart() {
        long sale = SALES.open(5);
        List<Purchase> confirmed = List.of(buy(sale, 1), buy(sale, 2), buy(sale, 3));
        DATABASE.update("UPDATE purchase SET create_time = '2026-01-01 00:00:00' WHERE seckill_id = ?", sale);
        assertThat(purchases.find(
                        sale,
                        List.of(ShopClient.phone(1), ShopClient.phone(2), ShopClient.phone(4), ShopClient.phone(2))))
                .extracting(Purchase::buyer, Purchase::ticket)
                .containsExactlyInAnyOrder(
                        tuple(confirmed.get(0).buyer(), confirmed.get(0).ticket()),
                        tuple(confirmed.get(1).buyer(), confirmed.get(1).ticket()));
    }

    @Test
    void aPurchaseIsFoundAlsoInACurrencyThatDoesNotExist() {
        long sale = SALES.open(5);
        SALES.price(sale, 1, "QQQ");
        assertThat(purchases.find(sale, List.of(ShopClient.phone(1)))).isEmpty();
        Purchase confirmed = buy(sale, 1);
        assertThat(purchases.find(sale, List.of(ShopClient.phone(1)))).containsExactly(confirmed);
        DATABASE.update("DELETE FROM purchase WHERE seckill_id = ?", sale);
        SALES.price(sale, 1, "CNY");
    }

    @Test
    void aBuyersLinesShowTheGoodsAndThePriceOfEachPurchase() {
        long sale = SALES.open(5);
        long other = SALES.open(5);
        SALES.price(sale, 100, "CNY");
        SALES.price(other, 100, "CNY");
        DATABASE.update("UPDATE seckill SET picture = 'img/sale/phone.svg' WHERE seckill_id = ?", sale);
        buy(sale, 771);
        buy(other, 771);
        SALES.price(sale, 1, "USD");
        assertThat(purchases.ofBuyer(ShopClient.phone(771), "en"))
                .filteredOn(line -> line.seckillId() == sale || line.seckillId() == other)
                .extracting(PurchaseLine::seckillId, PurchaseLine::picture, PurchaseLine::minor, PurchaseLine::currency)
                .containsExactly(
                        tuple(other, "img/parcel.svg", 100L, "CNY"), tuple(sale, "img/sale/phone.svg", 100L, "CNY"));
    }

    @Test
    void aBuyersLinesNameTheSaleInTheLanguageThatIsAskedFor() {
        long sale = SALES.open(5);
        long untranslated = SALES.open(5);
        SALES.chinese(sale, "半价手机", "");
        buy(sale, 772);
        buy(untranslated, 772);
        assertThat(purchases.ofBuyer(ShopClient.phone(772), "zh"))
                .filteredOn(line -> line.seckillId() == sale || line.seckillId() == untranslated)
                .extracting(PurchaseLine::saleName)
                .containsExactlyInAnyOrder("半价手机", "open sale");
        assertThat(purchases.ofBuyer(ShopClient.phone(772), "en"))
                .filteredOn(line -> line.seckillId() == sale || line.seckillId() == untranslated)
                .extracting(PurchaseLine::saleName)
                .containsExactly("open sale", "open sale");
    }

    private Purchase buy(long sale, int buyer) {
        Outcome outcome = desk.place(sale, new Phone(ShopClient.phone(buyer)));
        assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
        return ((Outcome.Recorded) outcome).purchase();
    }
}
