/** The database's schema at the start of a node: checked, migrated under Flyway's lock, and verified. */
@NullMarked
package org.seckill.schema;

import org.jspecify.annotations.NullMarked;
