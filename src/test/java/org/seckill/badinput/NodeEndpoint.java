package org.seckill.badinput;

/** All that a node serves. In an address, ID and MD5 stand for those of a sale, FILE for a built file. */
enum NodeEndpoint {
    LIST("GET", "/seckill/list"),
    DETAIL("GET", "/seckill/ID/detail"),
    EXECUTION("POST", "/seckill/ID/MD5/execution"),
    EXPOSER("POST", "/seckill/ID/exposer"),
    EXPOSER_GET("GET", "/seckill/ID/exposer"),
    RESULT("GET", "/seckill/ID/result"),
    LOGIN("POST", "/seckill/login"),
    LOGOUT("POST", "/seckill/logout"),
    LANGUAGE("POST", "/seckill/language"),
    ME("GET", "/seckill/me"),
    PURCHASES("GET", "/seckill/purchases"),
    TIME("GET", "/seckill/time/now"),
    ROOT("GET", "/"),
    HEALTH("GET", "/healthz"),
    READY("GET", "/readyz"),
    METRICS("GET", "/metrics"),
    BUILT("GET", "FILE"),
    PICTURE("GET", "/static/img/parcel.svg"),
    STATIC("GET", "/static/"),
    NONE("GET", "/none");

    final String method;
    final String address;

    NodeEndpoint(String method, String address) {
        this.method = method;
        this.address = address;
    }
}
