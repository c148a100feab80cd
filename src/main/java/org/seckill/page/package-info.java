/** The list and the detail page, kept as bytes per language, and the choice of the language. */
@NullMarked
package org.seckill.page;

import org.jspecify.annotations.NullMarked;
