package org.seckill.testkit.node;

import static org.seckill.testkit.run.TestTimeouts.await;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.seckill.server.Server;
import org.seckill.testkit.node.ShopClient.Answer;

/** Of the two ways to sell one, for tests of what buyers are finally told. */
public enum SellingNode {
    PROCEDURE,
    QUEUE;

    private static final int QUEUED = 2;
    private static final int UNKNOWN = -2;
    private static final int BUSY = -4;

    /** An application that sells this way, which the test closes. */
    public Server start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("SECKILL_PURCHASE", name().toLowerCase(Locale.ROOT));
        return TestNode.start(all);
    }

    /** @return the same answer, or what {@code result} says when nothing waits any more of what was queued */
    public static Answer settled(ShopClient buyer, long sale, Answer press) {
        if (press.status() != 200 || press.state() != QUEUED) {
            return press;
        }
        return await().until(() -> buyer.result(sale), told -> told.state() != QUEUED && told.state() != UNKNOWN);
    }

    /** A slow machine lets only some of a crowd look who holds a unit, and asks the others to come back. */
    public static Answer untilNotBusy(ShopClient buyer, long sale, String md5) {
        return ShopClient.whileBusy(() -> buyer.execute(sale, md5), SellingNode::isBusy);
    }

    /** By a node: what Nginx refuses has no data. */
    private static boolean isBusy(Answer answer) {
        return answer.status() == 503
                && answer.json().path("data").path("state").asInt(0) == BUSY;
    }
}
