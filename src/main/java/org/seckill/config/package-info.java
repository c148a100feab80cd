/** Settings, and the Spring configuration that connects all other packages. */
@NullMarked
package org.seckill.config;

import org.jspecify.annotations.NullMarked;
