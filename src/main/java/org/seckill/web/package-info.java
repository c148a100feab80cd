/** Servlet filters of all requests, the answers to exceptions, and health checks. */
@NullMarked
package org.seckill.web;

import org.jspecify.annotations.NullMarked;
