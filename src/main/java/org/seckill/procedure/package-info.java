/** The desk that records orders by calls of the stored procedure {@code execute_seckill}. */
@NullMarked
package org.seckill.procedure;

import org.jspecify.annotations.NullMarked;
