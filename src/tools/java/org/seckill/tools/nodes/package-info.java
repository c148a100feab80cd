/** Three processes of the WAR as one shop: sales under load while its parts are killed, and what must hold afterwards. */
@NullMarked
package org.seckill.tools.nodes;

import org.jspecify.annotations.NullMarked;
