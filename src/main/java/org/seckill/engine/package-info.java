/** MariaDB and Redis as supervised child processes of the one-command run and of the tests. */
@NullMarked
package org.seckill.engine;

import org.jspecify.annotations.NullMarked;
