package org.seckill.planted.alpha;

public final class PublicForNobody {}
