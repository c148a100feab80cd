/** Real engines for tests, shared or for one test, and the data in them. */
@NullMarked
package org.seckill.testkit.engine;

import org.jspecify.annotations.NullMarked;
