@NullMarked
package org.seckill.log;

import org.jspecify.annotations.NullMarked;
