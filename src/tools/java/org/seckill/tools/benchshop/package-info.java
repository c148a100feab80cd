@NullMarked
package org.seckill.tools.benchshop;

import org.jspecify.annotations.NullMarked;
