/** Buyers who do over HTTP what the page does, and keep a journal of all answers. */
@NullMarked
package org.seckill.testkit.load;

import org.jspecify.annotations.NullMarked;
