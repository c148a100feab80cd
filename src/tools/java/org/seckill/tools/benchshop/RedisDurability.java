package org.seckill.tools.benchshop;

/** How Redis keeps what it is told. */
public enum RedisDurability {
    EVERYSEC("appendfsync everysec", "yes", "everysec", 0),
    ALWAYS("appendfsync always", "yes", "always", 0),
    MEMORY("no append-only file", "no", "everysec", 0),
    REPLICA("appendfsync everysec, one replica and WAIT 1", "yes", "everysec", 1);

    private final String title;
    private final String appendOnly;
    private final String sync;
    private final int replicas;

    RedisDurability(String title, String appendOnly, String sync, int replicas) {
        this.title = title;
        this.appendOnly = appendOnly;
        this.sync = sync;
        this.replicas = replicas;
    }

    public String title() {
        return title;
    }

    /** That are waited for. */
    int replicas() {
        return replicas;
    }

    void applyTo(RedisAdmin master) {
        master.set("appendonly", appendOnly);
        master.set("appendfsync", sync);
    }
}
