@NullMarked
package org.seckill.asset;

import org.jspecify.annotations.NullMarked;
