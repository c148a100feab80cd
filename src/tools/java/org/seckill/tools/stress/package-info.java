/** What stands around a JMeter plan of {@code src/test/jmeter}: the shop it loads, and what is made of its samples. */
@NullMarked
package org.seckill.tools.stress;

import org.jspecify.annotations.NullMarked;
