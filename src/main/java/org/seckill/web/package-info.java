@NullMarked
package org.seckill.web;

import org.jspecify.annotations.NullMarked;
