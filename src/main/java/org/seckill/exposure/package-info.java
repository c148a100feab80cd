/** The exposer: tells a buyer the salted purchase address of a sale while its window is open. */
@NullMarked
package org.seckill.exposure;

import org.jspecify.annotations.NullMarked;
