/** A proxy that breaks connections to MySQL at exact positions of the protocol. */
@NullMarked
package org.seckill.testkit.sqlfault;

import org.jspecify.annotations.NullMarked;
