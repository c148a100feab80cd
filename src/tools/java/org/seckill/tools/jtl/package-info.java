/** The log of what clients were told: JMeter's results as CSV, which the benchmark writes as well. */
@NullMarked
package org.seckill.tools.jtl;

import org.jspecify.annotations.NullMarked;
