@NullMarked
package org.seckill.testkit.engine;

import org.jspecify.annotations.NullMarked;
