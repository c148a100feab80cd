package org.seckill.web;

import java.util.function.BooleanSupplier;

/**
 * One engine that this node talks to.
 *
 * @param required whether the node is of no use without it
 * @param answers asks the engine; may throw what the engine's client throws
 */
public record Probe(String name, boolean required, BooleanSupplier answers) {}
