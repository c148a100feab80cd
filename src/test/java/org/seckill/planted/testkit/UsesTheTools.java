package org.seckill.planted.testkit;

import org.seckill.planted.tools.UsesTest;

final class UsesTheTools {
    UsesTest tools;
}
