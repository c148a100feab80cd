package org.seckill.http;

import org.springframework.http.ETag;

/** Conditional requests. */
public final class EntityTag {
    private EntityTag() {}

    /**
     * Whether the client has this version, by {@code If-None-Match} (RFC 9110, 13.1.2).
     *
     * @param tag with its quotes
     */
    public static boolean isKnown(String tag, Call call) {
        String known = call.header("If-None-Match");
        if (known == null) {
            return false;
        }
        ETag current = ETag.create(tag);
        return ETag.parse(known).stream().anyMatch(each -> each.isWildcard() || each.compare(current, false));
    }
}
