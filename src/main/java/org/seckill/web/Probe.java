package org.seckill.web;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that this node needs: an engine, or a condition.
 *
 * @param name lower case; a key in the answer of {@code readyz}
 * @param required whether the node cannot sell without it
 * @param check empty while it is usable, otherwise the reason why not. The reason is shown to whoever can read
 *     {@code readyz}: plain words, no secret, no address with a password, no stack trace. It may throw what an engine's
 *     client throws: then the engine does not answer
 */
public record Probe(String name, boolean required, Supplier<Optional<String>> check) {
    /** The reason when the check throws. */
    static final String SILENT = "does not answer";
}
