package org.seckill.http;

/** The state of a transport, for metrics. Thread-safe. */
public interface TransportStatistics {
    /** How it reads and writes: {@code io_uring}, {@code epoll} or {@code nio}. */
    String name();

    /** The open connections of clients. */
    int connections();

    /** Connections that were refused because the limit was reached. */
    long refused();

    /** Clients that were disconnected because they sent a request, or took an answer, too slowly. */
    long late();
}
