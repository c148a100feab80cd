package org.seckill.planted.tools;

import org.seckill.planted.beta.Neighbour;

public final class UsesTest {
    Neighbour test;
}
