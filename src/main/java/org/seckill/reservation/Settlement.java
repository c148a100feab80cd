package org.seckill.reservation;

/**
 * The result of an entry, an argument of {@code settle.lua}.
 *
 * @param verdict R, H, S, C, N or B
 * @param word for R and H the ticket of the purchase that the buyer holds; for B the cause; otherwise empty
 */
public record Settlement(OrderEntry entry, String verdict, String word) {}
