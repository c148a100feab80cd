@NullMarked
package org.seckill.tools.bench;

import org.jspecify.annotations.NullMarked;
