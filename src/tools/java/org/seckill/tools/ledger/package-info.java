@NullMarked
package org.seckill.tools.ledger;

import org.jspecify.annotations.NullMarked;
