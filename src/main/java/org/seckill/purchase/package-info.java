@NullMarked
package org.seckill.purchase;

import org.jspecify.annotations.NullMarked;
