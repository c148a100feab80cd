package org.seckill.exposure;

import org.seckill.buyer.Phone;
import org.seckill.buyer.Secret;
import org.seckill.sale.Sale;

/** Purchase addresses as only the server knows them, for tests of what comes after they were told. */
public final class TestAddresses {
    /** Of the deployment whose addresses these are. */
    public static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final SaltedAddress address = new SaltedAddress(new Secret(SECRET));

    public SaltedAddress verifier() {
        return address;
    }

    public String of(Sale sale, Phone buyer) {
        return address.of(sale, buyer);
    }
}
