@NullMarked
package org.seckill.tools.process;

import org.jspecify.annotations.NullMarked;
