/** HTTP clients that show the bytes of an answer: a fast one for load, a strict one for bad input. */
@NullMarked
package org.seckill.testkit.http;

import org.jspecify.annotations.NullMarked;
