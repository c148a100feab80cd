/** HTTP over Netty: event loops serve the fast path and forward all other requests to the servlet container. */
@NullMarked
package org.seckill.netty;

import org.jspecify.annotations.NullMarked;
