/** The one-command run: the application with a MariaDB and a Redis of its own. Not in the WAR. */
@NullMarked
package org.seckill.standalone;

import org.jspecify.annotations.NullMarked;
