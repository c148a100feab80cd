@NullMarked
package org.seckill.buyer;

import org.jspecify.annotations.NullMarked;
