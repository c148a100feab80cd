/** Answers that all endpoints share: envelope, prepared bytes, errors, cookies and cache rules. */
@NullMarked
package org.seckill.http;

import org.jspecify.annotations.NullMarked;
