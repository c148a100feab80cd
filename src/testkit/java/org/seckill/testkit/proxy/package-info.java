/** A TCP proxy that breaks connections on demand. */
@NullMarked
package org.seckill.testkit.proxy;

import org.jspecify.annotations.NullMarked;
