@NullMarked
package org.seckill.testkit.sqlfault;

import org.jspecify.annotations.NullMarked;
