@NullMarked
package org.seckill.tools.measure;

import org.jspecify.annotations.NullMarked;
