package org.seckill.planted.alpha;

import org.seckill.planted.tools.UsesTest;

final class Twin {
    UsesTest tools;
}
