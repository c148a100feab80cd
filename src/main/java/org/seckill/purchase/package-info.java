/** What a buyer asks of the shop: the one button, what became of a press of it, and the list of what was bought. */
@NullMarked
package org.seckill.purchase;

import org.jspecify.annotations.NullMarked;
