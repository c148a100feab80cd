/** Buyers who do over HTTP what the page does, and keep a journal of every answer. */
@NullMarked
package org.seckill.testkit.load;

import org.jspecify.annotations.NullMarked;
