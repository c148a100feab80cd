/** Reads sales through the near cache, Redis and MySQL, in that order. */
@NullMarked
package org.seckill.catalogue;

import org.jspecify.annotations.NullMarked;
