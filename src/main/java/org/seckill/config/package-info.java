@NullMarked
package org.seckill.config;

import org.jspecify.annotations.NullMarked;
