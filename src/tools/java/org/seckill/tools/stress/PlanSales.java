package org.seckill.tools.stress;

import java.time.Duration;
import java.util.Map;
import org.seckill.testkit.engine.TestSales;

/**
 * The sales that a plan finds in its shop.
 *
 * @param names how the plan calls them
 */
record PlanSales(Map<String, String> names) {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration AGO = Duration.ofMinutes(-1);

    /** After the beginning of a mixed day. */
    private static final Duration NOON = Duration.ofSeconds(20);

    private static final int FEW = 20;

    static PlanSales of(StressOptions terms, TestSales sales) {
        return new PlanSales(
                switch (terms.plan()) {
                    case STAMPEDE -> stampede(terms, sales);
                    case REFRESH_STORM ->
                        Map.of(
                                "stress.sale",
                                sale(sales.create("Not open yet", terms.stock(), LONG, LONG.multipliedBy(2))));
                    case SOLD_OUT_STORM ->
                        Map.of("stress.sale", sale(sales.create("Soon gone", terms.stock(), AGO, LONG)));
                    case MIXED_DAY -> Map.of("stress.sales", day(terms, sales));
                });
    }

    /** It opens when all are in, and else when patience ends. */
    private static Map<String, String> stampede(StressOptions terms, TestSales sales) {
        Duration patience = Duration.ofSeconds(terms.patience());
        return Map.of(
                "stress.rehearsal.sale", sale(sales.create("Rehearsal", terms.customers(), AGO, LONG)),
                "stress.sale", sale(sales.create("Stampede", terms.stock(), patience, LONG)));
    }

    private static String day(StressOptions terms, TestSales sales) {
        return String.join(
                ",",
                sale(sales.create("Open all day", terms.customers(), AGO, LONG)),
                sale(sales.create("Few, and gone early", FEW, AGO, LONG)),
                sale(sales.create("Opens at noon", terms.stock(), NOON, LONG)),
                sale(sales.create("Over", terms.stock(), LONG.multipliedBy(-2), AGO)));
    }

    private static String sale(long id) {
        return Long.toString(id);
    }
}
