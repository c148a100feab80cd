package org.seckill.planted.main;

import org.seckill.planted.tools.UsesTest;

final class UsesTools {
    UsesTest tools;
}
