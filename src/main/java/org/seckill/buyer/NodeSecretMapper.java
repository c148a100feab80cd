package org.seckill.buyer;

import java.util.List;
import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Param;

/** The table of this deployment's nodes and the fingerprints of their secrets. */
@Mapper
interface NodeSecretMapper {
    /**
     * A node that rejects this node's cookies, or the other way round.
     *
     * @param earlier whether it started before this node
     */
    record Mismatch(String node, boolean earlier) {}

    /** Records that this node runs. After a silence of {@code staleSeconds} it counts as newly started. */
    void seen(
            @Param("node") String node,
            @Param("signs") String signs,
            @Param("accepts") String accepts,
            @Param("staleSeconds") long staleSeconds);

    /**
     * @return the nodes seen within {@code staleSeconds} that sign with a secret which this node does not accept, or
     *     that do not accept the secret with which this node signs; the earliest first
     */
    List<Mismatch> mismatches(@Param("node") String node, @Param("staleSeconds") long staleSeconds);

    /** Deletes this node's row at its end. */
    void gone(@Param("node") String node);

    /** Deletes the rows of nodes that have not been seen for a day. */
    void forgetOld();
}
