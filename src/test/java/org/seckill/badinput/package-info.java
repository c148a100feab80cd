/**
 * Requests that no browser sends, made up by seeds and sent as bytes, and what every answer to them must be. Our own
 * generator, and why: docs/decisions/0004-bad-input.md.
 */
@NullMarked
package org.seckill.badinput;

import org.jspecify.annotations.NullMarked;
