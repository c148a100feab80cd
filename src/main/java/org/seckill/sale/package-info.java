@NullMarked
package org.seckill.sale;

import org.jspecify.annotations.NullMarked;
