/** The purchase desk that reserves in Redis: a stream keeps the orders, and MySQL decides them. */
@NullMarked
package org.seckill.queue;

import org.jspecify.annotations.NullMarked;
