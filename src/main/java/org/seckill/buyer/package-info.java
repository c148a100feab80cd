/** Who the buyer is: phone, login, signed cookie, and the deployment's secret. */
@NullMarked
package org.seckill.buyer;

import org.jspecify.annotations.NullMarked;
