/** An hour of mixed load, in which sales open and close, and what must not have grown by the end of it. */
@NullMarked
package org.seckill.tools.soak;

import org.jspecify.annotations.NullMarked;
