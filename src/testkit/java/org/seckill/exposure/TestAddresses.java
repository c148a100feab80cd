package org.seckill.exposure;

import org.seckill.buyer.Phone;
import org.seckill.buyer.Secret;
import org.seckill.sale.Sale;

/** Computes purchase addresses as the server does, for tests of the steps after the exposer. */
public final class TestAddresses {
    /** The secret of the deployment. */
    public static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final SaltedAddress address = new SaltedAddress(new Secret(SECRET));

    public SaltedAddress verifier() {
        return address;
    }

    public String of(Sale sale, Phone buyer) {
        return address.of(sale, buyer);
    }
}
