/** Order values and outcomes, and the port {@link org.seckill.order.PurchaseDesk} that decides orders. */
@NullMarked
package org.seckill.order;

import org.jspecify.annotations.NullMarked;
