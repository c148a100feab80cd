/** Value types of a sale: goods, money, window, phase and texts. */
@NullMarked
package org.seckill.sale;

import org.jspecify.annotations.NullMarked;
