@NullMarked
package org.seckill.soldout;

import org.jspecify.annotations.NullMarked;
