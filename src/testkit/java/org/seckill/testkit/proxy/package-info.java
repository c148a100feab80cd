@NullMarked
package org.seckill.testkit.proxy;

import org.jspecify.annotations.NullMarked;
