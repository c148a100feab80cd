/** The comparison of what buyers were told with what the database and Redis hold, which trusts no code under test. */
@NullMarked
package org.seckill.tools.check;

import org.jspecify.annotations.NullMarked;
