@NullMarked
package org.seckill.testkit.run;

import org.jspecify.annotations.NullMarked;
