package org.seckill.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as endpoints see it, without types of a container. An endpoint reads it only until it returns its future. */
public interface Call {
    /** The HTTP method in capitals. */
    String method();

    /** The decoded path below the context path, such as {@code /seckill/list}. */
    String path();

    /** The query without the question mark, not decoded; null if there is none. */
    @Nullable
    String query();

    /**
     * Returns the first value of a header.
     *
     * @param name in any case
     */
    @Nullable
    String header(String name);

    /** Returns the values of all headers of this name, in their order. */
    List<String> headers(String name);

    /** Whether this node terminates TLS for the client. */
    boolean isSecure();
}
