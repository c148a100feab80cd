/** What Redis holds of a sale: stock, buyers, stream of orders, and the scripts that change them. */
@NullMarked
package org.seckill.reservation;

import org.jspecify.annotations.NullMarked;
