package org.seckill.badinput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.seckill.buyer.TestCookies;
import org.seckill.testkit.engine.Database;
import org.seckill.testkit.engine.TestSales;
import org.seckill.testkit.node.ShopClient;
import org.seckill.testkit.node.ShopClient.Answer;
import org.seckill.testkit.node.TestShop;

/** The sales of one trial and their honest buyers, in a shop that is attacked meanwhile. Used by one thread. */
final class HonestShop {
    private static final int STOCK = 1000;

    /** Each buyer of each trial has another number. */
    private static final AtomicInteger BUYERS = new AtomicInteger();

    private final ShopClient shop;
    private final Database database;
    private final TestSales sales;
    private final String attacker = newPhone();
    private final AttackerAccount genuine;
    private long sold;

    /** @param database of the shop */
    HonestShop(ShopClient shop, Database database) {
        this.shop = shop;
        this.database = database;
        this.sales = new TestSales(database);
        long sale = sales.open(STOCK);
        ShopClient attacking = shop.loggedIn(attacker);
        ShopClient buyer = shop.loggedIn(newPhone());
        String othersMd5 = buyer.md5(sale);
        String asset = shop.get("/seckill/list")
                .http()
                .body()
                .replaceFirst("(?s).*<link rel=\"stylesheet\" href=\"([^\"]+)\".*", "$1");
        genuine = new AttackerAccount(
                sale,
                sales.open(STOCK),
                sales.create("soon", STOCK, Duration.ofHours(1), Duration.ofHours(2)),
                sales.create("over", STOCK, Duration.ofHours(-2), Duration.ofHours(-1)),
                attacking.cookie(),
                TestCookies.thatExpiresIn(
                        Duration.ofSeconds(-1),
                        Objects.requireNonNull(TestShop.settings().get("SECKILL_SECRET")),
                        attacker),
                attacking.md5(sale),
                attacking.md5(sales.open(STOCK)),
                buyer.cookie(),
                othersMd5,
                asset,
                shop.get(asset).header("ETag"));
        sell(buyer, othersMd5);
    }

    AttackerAccount genuine() {
        return genuine;
    }

    /** @return what is wrong with the shop; a second call returns only what has become wrong since */
    List<String> complaints() {
        List<String> wrong = new ArrayList<>();
        ShopClient buyer = shop.loggedIn(newPhone());
        Answer told = sell(buyer, buyer.md5(genuine.sale()));
        if (told.status() != 200 || told.state() != 1) {
            wrong.add("an honest buyer is told " + told.http().body());
        }
        for (String page : List.of("/seckill/list", "/seckill/" + genuine.sale() + "/detail", "/healthz")) {
            Answer answer = shop.get(page);
            if (answer.status() != 200) {
                wrong.add(page + " answers " + answer.status());
            }
        }
        countUp(wrong);
        return wrong;
    }

    private void countUp(List<String> wrong) {
        long purchases = sales.purchases(genuine.sale());
        if (purchases != sold) {
            wrong.add(String.format(Locale.ROOT, "%d purchases, and honest buyers made %d", purchases, sold));
            sold = purchases;
        }
        if (sales.stock(genuine.sale()) != STOCK - purchases) {
            wrong.add(String.format(
                    Locale.ROOT, "%d units are left after %d purchases", sales.stock(genuine.sale()), purchases));
        }
        long stolen = database.number(
                "SELECT COUNT(*) FROM purchase WHERE user_phone = ? OR seckill_id IN (?, ?, ?)",
                attacker,
                genuine.otherSale(),
                genuine.soon(),
                genuine.over());
        if (stolen > 0) {
            wrong.add(stolen + " purchases that nobody was allowed to make");
            database.update("DELETE FROM purchase WHERE user_phone = ?", attacker);
        }
    }

    private Answer sell(ShopClient buyer, String md5) {
        Answer told = buyer.settled(genuine.sale(), buyer.execute(genuine.sale(), md5));
        sold++;
        return told;
    }

    private static String newPhone() {
        return ShopClient.phone(1_000_000 + BUYERS.incrementAndGet());
    }
}
