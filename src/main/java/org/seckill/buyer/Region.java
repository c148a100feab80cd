package org.seckill.buyer;

/**
 * The region whose mobile numbers may log in.
 *
 * @param code ISO 3166-1 alpha-2, such as {@code CN}
 */
public record Region(String code) {
    /** @throws IllegalArgumentException unless it is two capital letters */
    public Region {
        if (!code.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("a region is two capital letters, not " + code);
        }
    }
}
