/**
 * Where orders become purchases: they wait in their sale's lane, and one call of the stored procedure decides
 * all who wait. It knows nothing of HTTP, nor of how a purchase is asked for or looked up.
 */
@NullMarked
package org.seckill.desk;

import org.jspecify.annotations.NullMarked;
