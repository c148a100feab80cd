/** Running tests: threads, processes, clocks, faults and time-outs. */
@NullMarked
package org.seckill.testkit.run;

import org.jspecify.annotations.NullMarked;
