@NullMarked
package org.seckill.tools.chart;

import org.jspecify.annotations.NullMarked;
