package org.seckill.catalogue;

import org.seckill.http.RequestRefused;

/** No sale has this id. */
public final class UnknownSale extends RequestRefused {
    private static final long serialVersionUID = 1;

    public UnknownSale() {
        super(404, "unknown sale");
    }
}
