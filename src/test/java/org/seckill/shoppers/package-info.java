/** Buyers who do over HTTP what the page does, and keep a journal of every answer. */
@NullMarked
package org.seckill.shoppers;

import org.jspecify.annotations.NullMarked;
