package org.seckill.planted.beta;

import org.seckill.planted.alpha.Violations;

public final class Neighbour {
    Violations back;
}
