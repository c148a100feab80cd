package org.seckill.buyer;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** Which secrets the nodes of this deployment have, by fingerprint. */
@Mapper
interface NodeSecretMapper {
    /**
     * A node with which this one cannot share buyers.
     *
     * @param earlier whether it has run for longer than this one
     */
    record Mismatch(String node, boolean earlier) {}

    /** Says that this node runs. One that was silent for longer than {@code stale} counts as new. */
    void seen(
            @Param("node") String node,
            @Param("signs") String signs,
            @Param("accepts") String accepts,
            @Param("staleSeconds") long staleSeconds);

    /**
     * @return the nodes seen within {@code stale} that sign with a secret which this node does not accept, or do not
     *     accept the one with which it signs; the earliest first
     */
    List<Mismatch> mismatches(@Param("node") String node, @Param("staleSeconds") long staleSeconds);

    void gone(@Param("node") String node);

    /** Forgets the nodes that have not been seen for a day. */
    void forgetOld();
}
