/** The values of an order and its outcome, and the port {@link org.seckill.order.PurchaseDesk} that sells. */
@NullMarked
package org.seckill.order;

import org.jspecify.annotations.NullMarked;
