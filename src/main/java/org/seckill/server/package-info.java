@NullMarked
package org.seckill.server;

import org.jspecify.annotations.NullMarked;
