package org.seckill.testkit.run;

/**
 * A fault of a part of the shop, with a beginning and an end.
 *
 * @param what a description, such as "kill node-1"
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
