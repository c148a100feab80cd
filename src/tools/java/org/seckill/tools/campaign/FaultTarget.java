package org.seckill.tools.campaign;

import java.util.Locale;

/** Where something can go wrong. */
enum FaultTarget {
    NODE,
    DATABASE,
    REDIS,
    ZOOKEEPER,
    /** The connections of one node. */
    NODE_TO_DATABASE,
    NODE_TO_REDIS,
    NODE_TO_ZOOKEEPER,
    NGINX_TO_NODE;

    /** Or else connections. */
    boolean isProcess() {
        return compareTo(ZOOKEEPER) <= 0;
    }

    /** Or else there is one for all of them. */
    boolean isOfOneNode() {
        return this == NODE || !isProcess();
    }

    /** In words. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
