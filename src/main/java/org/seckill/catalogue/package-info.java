/** Sales as the application reads them: near cache, then Redis, then MySQL. */
@NullMarked
package org.seckill.catalogue;

import org.jspecify.annotations.NullMarked;
