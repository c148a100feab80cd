/** Compares what Redis holds of a sale with the database, and repairs it. */
@NullMarked
package org.seckill.reconcile;

import org.jspecify.annotations.NullMarked;
