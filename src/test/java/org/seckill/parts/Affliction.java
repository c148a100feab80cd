package org.seckill.parts;

/**
 * Something that can be wrong with a part of the shop.
 *
 * @param what in words, such as "kill node-1"
 * @param ends returns when the part serves again
 */
public record Affliction(String what, Runnable begins, Runnable ends) {
    public static Affliction killing(Part part) {
        return new Affliction("kill " + part.name(), part::kill, part::start);
    }

    public static Affliction pausing(Part part) {
        return new Affliction("pause " + part.name(), part::pause, part::wake);
    }
}
