package org.seckill.bench;

/** How Redis keeps what it is told. */
enum Keeping {
    EVERYSEC("appendfsync everysec", "yes", "everysec", 0),
    ALWAYS("appendfsync always", "yes", "always", 0),
    MEMORY("no append-only file", "no", "everysec", 0),
    REPLICA("appendfsync everysec, one replica and WAIT 1", "yes", "everysec", 1);

    private final String title;
    private final String appendOnly;
    private final String sync;
    private final int replicas;

    Keeping(String title, String appendOnly, String sync, int replicas) {
        this.title = title;
        this.appendOnly = appendOnly;
        this.sync = sync;
        this.replicas = replicas;
    }

    String title() {
        return title;
    }

    /** That are waited for. */
    int replicas() {
        return replicas;
    }

    void applyTo(RedisDoor master) {
        master.set("appendonly", appendOnly);
        master.set("appendfsync", sync);
    }
}
