package org.seckill.testkit.run;

/**
 * Something that can be wrong with a part of the shop.
 *
 * @param what in words, such as "kill node-1"
 * @param ends returns when the part serves again
 */
public record Fault(String what, Runnable begins, Runnable ends) {
    public static Fault killing(Restartable part) {
        return new Fault("kill " + part.name(), part::kill, part::start);
    }

    public static Fault pausing(Restartable part) {
        return new Fault("pause " + part.name(), part::pause, part::wake);
    }
}
