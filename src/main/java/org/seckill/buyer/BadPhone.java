package org.seckill.buyer;

import org.seckill.http.RequestRefused;

/** The login is not a mobile number of the deployment's region. */
final class BadPhone extends RequestRefused {
    private static final long serialVersionUID = 1;

    BadPhone(Region region) {
        super(400, "phone: a mobile number of region " + region.code() + " is needed, in digits without letters");
    }
}
