@NullMarked
package org.seckill.testing;

import org.jspecify.annotations.NullMarked;
