/** The second way to sell: Redis reserves, a stream keeps the orders, and MySQL has the last word. */
@NullMarked
package org.seckill.queue;

import org.jspecify.annotations.NullMarked;
