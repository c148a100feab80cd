package org.seckill.web;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A readiness check of one part of this node: an engine, or a condition.
 *
 * @param name in lower case; a key in the answer of {@code readyz}
 * @param required whether the node cannot sell without this part
 * @param check returns empty if the part works, otherwise the reason why it does not. {@code readyz} shows the reason
 *     to everyone: plain words, no secret, no address with a password, no stack trace. A {@link RuntimeException} means
 *     that the engine does not answer
 */
public record Probe(String name, boolean required, Supplier<Optional<String>> check) {
    /** The reason if the check throws. */
    static final String SILENT = "does not answer";
}
