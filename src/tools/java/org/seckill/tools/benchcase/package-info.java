@NullMarked
package org.seckill.tools.benchcase;

import org.jspecify.annotations.NullMarked;
