@NullMarked
package org.seckill.bench;

import org.jspecify.annotations.NullMarked;
