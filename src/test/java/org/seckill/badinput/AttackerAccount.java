package org.seckill.badinput;

/**
 * What an attacker has who is logged in as a buyer of their own, and has seen more than they should.
 *
 * @param sale open, with stock
 * @param otherSale open as well
 * @param soon not open yet
 * @param over not open any more
 * @param cookie the attacker's own, name and value
 * @param expired theirs of a week ago, signed
 * @param md5 of the attacker, for the sale
 * @param otherMd5 of the attacker, for a sale that no request names
 * @param othersCookie of a buyer who has bought
 * @param othersMd5 of that buyer, for the sale
 * @param asset the address of a built file
 * @param tag of that file
 */
record AttackerAccount(
        long sale,
        long otherSale,
        long soon,
        long over,
        String cookie,
        String expired,
        String md5,
        String otherMd5,
        String othersCookie,
        String othersMd5,
        String asset,
        String tag) {}
