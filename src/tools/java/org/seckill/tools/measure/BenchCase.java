package org.seckill.tools.measure;

/** One thing that is measured. */
public interface BenchCase {
    /** @return a word for the command line, such as {@code purchase-256} */
    String name();

    /** @return what it is, in a few words */
    String title();

    /** @param seconds about how long the measured part takes */
    Round round(int seconds);
}
