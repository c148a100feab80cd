/** The parts of a shop as processes of their own, which can be killed and come back. */
@NullMarked
package org.seckill.testkit.node;

import org.jspecify.annotations.NullMarked;
