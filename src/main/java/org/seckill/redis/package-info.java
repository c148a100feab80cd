/** Calls of Redis: scripts, replica acknowledgements, the circuit breaker and the kinds of failure. */
@NullMarked
package org.seckill.redis;

import org.jspecify.annotations.NullMarked;
