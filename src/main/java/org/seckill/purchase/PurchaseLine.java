package org.seckill.purchase;

import java.time.Instant;

/** One line of a buyer's own list of purchases. */
record PurchaseLine(long seckillId, String saleName, String ticket, int state, Instant createTime) {}
