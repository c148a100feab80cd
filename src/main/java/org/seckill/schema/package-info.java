/** Checks and migrates the database's schema at the start of a node, under Flyway's lock. */
@NullMarked
package org.seckill.schema;

import org.jspecify.annotations.NullMarked;
