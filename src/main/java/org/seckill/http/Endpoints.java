package org.seckill.http;

import java.util.List;

/** The endpoints of a feature. */
@FunctionalInterface
public interface Endpoints {
    List<Endpoint> endpoints();
}
