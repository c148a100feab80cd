package org.seckill.planted.config;

public final class Wiring {}
