/** Calls of Redis: scripts, replica acknowledgements, refusals and the kinds of failure. */
@NullMarked
package org.seckill.redis;

import org.jspecify.annotations.NullMarked;
