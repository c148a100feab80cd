/** The sold-out board of a node, and the relay that shares sold-out marks between nodes through ZooKeeper. */
@NullMarked
package org.seckill.soldout;

import org.jspecify.annotations.NullMarked;
