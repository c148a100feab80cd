@NullMarked
package org.seckill.standalone;

import org.jspecify.annotations.NullMarked;
