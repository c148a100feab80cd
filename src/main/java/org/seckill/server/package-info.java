/** Embedded Tomcat for {@code java -jar seckill.war} and the one-command run. */
@NullMarked
package org.seckill.server;

import org.jspecify.annotations.NullMarked;
