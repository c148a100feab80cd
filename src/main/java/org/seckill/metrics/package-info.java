@NullMarked
package org.seckill.metrics;

import org.jspecify.annotations.NullMarked;
