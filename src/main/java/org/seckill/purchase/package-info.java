/** Buying: the endpoints {@code execution} and {@code result}, and the list of a buyer's purchases. */
@NullMarked
package org.seckill.purchase;

import org.jspecify.annotations.NullMarked;
