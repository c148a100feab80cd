@NullMarked
package org.seckill.chaos;

import org.jspecify.annotations.NullMarked;
