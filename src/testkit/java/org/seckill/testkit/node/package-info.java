/** Nodes of the shop, in this JVM or as processes, Nginx in front of them, and clients. */
@NullMarked
package org.seckill.testkit.node;

import org.jspecify.annotations.NullMarked;
