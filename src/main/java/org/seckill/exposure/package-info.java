@NullMarked
package org.seckill.exposure;

import org.jspecify.annotations.NullMarked;
