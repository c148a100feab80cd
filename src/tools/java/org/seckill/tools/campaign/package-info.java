/**
 * Many short trials, each with faults drawn from a seed: parts that are killed or stand still and connections that break, at
 * either desk; and after each what must hold.
 */
@NullMarked
package org.seckill.tools.campaign;

import org.jspecify.annotations.NullMarked;
