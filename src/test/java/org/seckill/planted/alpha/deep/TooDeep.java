package org.seckill.planted.alpha.deep;

final class TooDeep {}
