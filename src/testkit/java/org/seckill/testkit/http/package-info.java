@NullMarked
package org.seckill.testkit.http;

import org.jspecify.annotations.NullMarked;
