/** Answers that all endpoints share: envelope, prepared bytes, errors and cookies. */
@NullMarked
package org.seckill.http;

import org.jspecify.annotations.NullMarked;
