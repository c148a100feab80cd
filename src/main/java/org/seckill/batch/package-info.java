/** Group commit: each sale has a lane of orders, and one batch of a lane is in flight at a time. */
@NullMarked
package org.seckill.batch;

import org.jspecify.annotations.NullMarked;
