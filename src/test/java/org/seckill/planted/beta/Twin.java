package org.seckill.planted.beta;

final class Twin {}
